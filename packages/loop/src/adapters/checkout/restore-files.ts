import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Git } from '../../ports.ts'
import { hasCode } from '../system/durable-file.ts'
import type { Rescue } from './rescue-refs.ts'

/** What became of one file of a rescue. */
export interface RestoredFile {
  readonly path: string
  /** `beside`: the checkout has something else there, so it was written under another name. */
  readonly kind: 'written' | 'same' | 'beside' | 'left'
  /** Where it is now, or why it was left. */
  readonly detail: string
}

/**
 * Writes the files of a rescue into the checkout. A file that is there and is not what the rescue started from is never
 * replaced: the kept content goes beside it.
 */
export async function restoreFiles(
  git: Git,
  { commit, base, files }: Rescue,
): Promise<readonly RestoredFile[]> {
  const restored: RestoredFile[] = []
  for (const { status, path } of files) {
    if (status === 'D')
      restored.push({ path, kind: 'left', detail: 'it was deleted there, which you do yourself' })
    else if (isPlanFile(path))
      restored.push({ path, kind: 'left', detail: 'it is a plan file or the log; use --branch' })
    else if (path.includes('\uFFFD'))
      restored.push({ path, kind: 'left', detail: 'its name is not UTF-8; use --branch' })
    else restored.push(await restoreOne(git, { commit, base }, path))
  }
  return restored
}

/** What only the driver and the author write: as files they would be edits of the plan. */
function isPlanFile(path: string): boolean {
  return /(?:^|\/)features\/[^/]+\/(?:(?:PLAN|GATE-|WU-)[^/]*\.md|events\.jsonl)$/u.test(path)
}

type Source = Pick<Rescue, 'commit' | 'base'>

async function restoreOne(git: Git, source: Source, path: string): Promise<RestoredFile> {
  const entry = await git.text(['ls-tree', '--full-tree', '-z', source.commit, '--', `:(literal)${path}`])
  const mode = entry.split(' ')[0] ?? ''
  if (mode === '160000') return { path, kind: 'left', detail: 'it is a submodule; use --branch' }
  const target = join(git.directory, path)
  if (!isInside(git.directory, target))
    return { path, kind: 'left', detail: 'a symbolic link leads out of the checkout' }
  const bytes = await git.bytes(['cat-file', 'blob', `${source.commit}:${path}`])
  const there = readEntry(target)
  if (there !== undefined && Buffer.from(bytes).equals(there)) return { path, kind: 'same', detail: path }
  const isOld = await isFromBase(git, source, { path, there })
  const place = isOld || !exists(target) ? target : freeName(target)
  write(place, mode, { bytes, replaces: isOld })
  const detail = relative(git.directory, place).split(sep).join('/')
  return { path, kind: place === target ? 'written' : 'beside', detail }
}

/** Whether the file that is there is the one that the rescue started from: it is in history, so nothing is lost with it. */
async function isFromBase(
  git: Git,
  { base }: Source,
  { path, there }: { readonly path: string; readonly there: Buffer | undefined },
): Promise<boolean> {
  const old = base === undefined || there === undefined ? undefined : await blobOf(git, base, path)
  return old !== undefined && there !== undefined && Buffer.from(old).equals(there)
}

/** `wx` makes the file or fails: what somebody put there at this moment stays. */
function write(
  place: string,
  mode: string,
  { bytes, replaces }: { readonly bytes: Uint8Array; readonly replaces: boolean },
): void {
  mkdirSync(dirname(place), { recursive: true })
  if (mode === '120000' && !replaces) symlinkSync(Buffer.from(bytes).toString('utf8'), place)
  else writeFileSync(place, bytes, { flag: replaces ? 'w' : 'wx' })
  if (mode === '100755') chmodSync(place, 0o755)
}

function freeName(target: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${target}.rescued${number === 1 ? '' : `-${number}`}`
    if (!exists(name)) return name
  }
}

async function blobOf(git: Git, commit: string, path: string): Promise<Uint8Array | undefined> {
  const { exitCode } = await git.run(['cat-file', '-e', `${commit}:${path}`])
  return exitCode === 0 ? git.bytes(['cat-file', 'blob', `${commit}:${path}`]) : undefined
}

/** The bytes of a plain file; undefined where there is none, or something else. */
function readEntry(path: string): Buffer | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true ? readFileSync(path) : undefined
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    // A file where a folder has to be is in the way like any other.
    if (hasCode(error, 'ENOENT')) return false
    return true
  }
}

/** Whether the nearest folder that is there lies in the checkout, links resolved. */
function isInside(top: string, target: string): boolean {
  let folder = dirname(target)
  while (!exists(folder)) folder = dirname(folder)
  const real = realpathSync(folder)
  const home = realpathSync(top)
  return real === home || real.startsWith(`${home}${sep}`)
}
