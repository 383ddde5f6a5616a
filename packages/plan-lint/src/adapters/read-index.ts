import { execFileSync } from 'node:child_process'
import { posix } from 'node:path'
import { AppError, type Io } from '@gatecycle/diagnostics'
import { logName } from '../lint-context.ts'
import type { IndexView } from '../staged-features.ts'

/** The git index that the next commit is made of. Neither the working tree nor the index is touched. */
export function readIndex({ cwd, env }: Pick<Io, 'cwd' | 'env'>): IndexView & { readonly prefix: string } {
  const git = (...args: readonly string[]): Buffer => runGit(args, { cwd, env })
  const [prefix = '', toTop = ''] = String(git('rev-parse', '--show-prefix', '--show-cdup')).split('\n')
  const changed = lines(git('diff', '--cached', ...plainDiff))
  const entries = lines(git('ls-files', '--stage', '--full-name', '-z', '--', ...planFiles)).map(toEntry)
  const files = entries.filter((entry) => isFile(entry, changed))
  const texts = readBlobs(
    files.map(({ oid }) => oid),
    { cwd, env },
  )
  const oidOf = new Map(files.map(({ path, oid }) => [path, oid]))
  return {
    prefix,
    toTop,
    changed,
    paths: files.map(({ path }) => path),
    read: (path) => texts.get(oidOf.get(path) ?? '') ?? readLog(path, { cwd, env }),
  }
}

const plainDiff = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-relative'] as const
/** Plans and their surroundings; evidence is not read, and a log only when a rule asks for it. */
const planFiles = ['.gatecycle', '.specfuse'].flatMap((state) => [
  `:(top,glob)**/${state}/*`,
  `:(top,glob)**/${state}/features/*/*.md`,
])

interface Entry {
  readonly mode: string
  readonly oid: string
  readonly stage: string
  readonly path: string
}

function toEntry(line: string): Entry {
  const [, mode = '', oid = '', stage = '', path = ''] = /^(\d+) (\w+) (\d)\t(.*)$/su.exec(line) ?? []
  return { mode, oid, stage, path }
}

/** Links and submodules are no files; an empty blob that no commit changes was only announced by `git add --intent-to-add`. */
function isFile({ mode, oid, stage, path }: Entry, changed: readonly string[]): boolean {
  const isEmpty =
    /^(?:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391|473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813)$/u
  return mode.startsWith('100') && stage === '0' && (!isEmpty.test(oid) || changed.includes(path))
}

type Place = Pick<Io, 'cwd' | 'env'>

/** All texts by one process: `<oid> blob <size>`, a line break, the bytes, a line break, for each. */
function readBlobs(oids: readonly string[], place: Place): ReadonlyMap<string, string> {
  const output = runGit(['cat-file', '--batch'], place, [...oids, ''].join('\n'))
  const texts = new Map<string, string>()
  let at = 0
  for (const oid of oids) {
    const headEnd = output.indexOf(10, at)
    const size = Number(/ blob (\d+)$/u.exec(output.toString('latin1', at, headEnd))?.[1])
    if (Number.isNaN(size)) throw new AppError('GIT_FAILED', `git has no file ${oid} of the index`)
    texts.set(oid, output.toString('utf8', headEnd + 1, headEnd + 1 + size))
    at = headEnd + 1 + size + 1
  }
  return texts
}

function readLog(path: string, place: Place): string | undefined {
  if (posix.basename(path) !== logName) return undefined
  const [entry] = lines(runGit(['ls-files', '--stage', '-z', '--', `:(top,literal)${path}`], place)).map(
    toEntry,
  )
  return entry === undefined || !isFile(entry, [path])
    ? undefined
    : String(runGit(['cat-file', 'blob', entry.oid], place))
}

function lines(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
}

function runGit(args: readonly string[], { cwd, env }: Place, input = ''): Buffer {
  try {
    return execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd,
      // A hook is told by GIT_INDEX_FILE and GIT_DIR which index is meant; nothing may be refreshed on the way.
      env: { ...env, GIT_OPTIONAL_LOCKS: '0' },
      input,
      maxBuffer: 1024 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    const reason = stderr.split('\n')[0] || (error instanceof Error ? error.message : String(error))
    throw new AppError('GIT_FAILED', `git ${args[0]} failed: ${reason}`, {
      hint: '--staged needs git and a repository',
      cause: error,
    })
  }
}
