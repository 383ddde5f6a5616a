import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Isolation } from '../../policy/isolation.ts'
import type { Git } from '../../ports.ts'
import { createDriverIndex, type DriverIndex } from './driver-index.ts'
import { createGitClient } from '../git/git-client.ts'
import { readIfThere } from '../system/durable-file.ts'
import { createIgnoredGuard, type IgnoredGuard } from '../guards/ignored-guard.ts'
import { createWorktreeWrites } from './worktree-writes.ts'

/**
 * Where agents work: a linked worktree of the driver's own, so that the operator's checkout is never touched; or that checkout itself,
 * where somebody asked for it.
 */
export interface RunWorktree {
  /** Whether it is a worktree of the driver's own, or the operator's checkout. */
  readonly isolation: Isolation
  readonly path: string
  /** Makes it there, whole and at this commit; what an earlier run left is gone (it was rescued before). */
  prepare(commit: string): Promise<void>
  /** Whether it is there. */
  exists(): boolean
  /** HEAD, index and files as in `treeish`; new files that git does not ignore are removed. */
  putTo(commit: string, treeish?: string): Promise<void>
  /** The content as it stands, as a tree. Starts from `from`; `forced` paths are taken even where they are ignored. */
  snapshot(from: string, forced?: readonly string[]): Promise<string>
  /**
   * The same for files that are looked at once more before they count: a write that hides itself within the second of a checkout (0026)
   * may be seen only then.
   */
  glance(from: string): Promise<string>
  /** Begins a `glance` that will be wanted, while something else is done. */
  foresee(from: string): void
  /** From now on each look takes these paths, too, even where git ignores them; none of them in a checkout, where such files are the operator's. */
  want(paths: readonly string[]): void
  /** Where HEAD is: a commit, and the branch when one is checked out. */
  readHead(): Promise<{ readonly commit: string | undefined; readonly branch: string | undefined }>
  setHead(commit: string): Promise<void>
  /** The name of its HEAD among the refs of the repository (git-worktree(1), REFS); undefined where HEAD is a person's. */
  headRef(): Promise<string | undefined>
  read(path: string): string | undefined
  write(path: string, text: string): void
  /** Says that the files were written by somebody who is no agent, no command and no `write` of ours: the next look is a real one. */
  stir(): void
  /** Paths that are linked in from elsewhere: they belong to no tree, and are not cleaned away. */
  keepOut(paths: readonly string[]): Promise<void>
  /** Absolute path of the worktree's own git directory. */
  gitDir(): Promise<string>
  /** Path of the driver's index, which holds what the last snapshot took. */
  indexFile(): Promise<string>
  /** Where index and message lie that hooks are shown: in a worktree of our own as git's own commit shows them. */
  hookDir(): Promise<string>
  /** What git ignores here, and what hides in it. */
  readonly ignored: IgnoredGuard
  /** At the begin of a run: what a person did to it since the driver that worked in it died, counts. */
  adopt(): Promise<void>
  /** At the end of a run, at this commit: what was somebody else's is theirs again. */
  leave(commit: string): Promise<void>
}

interface Options {
  readonly path: string
  readonly repository: Git
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether it is made behind an agent. */
  readonly isRoom?: boolean
}

export function createRunWorktree({ path, repository, env, isRoom = false }: Options): RunWorktree {
  const git = createGitClient(path, env)
  let ask = askGitDir(git)
  const gitDir = async (): Promise<string> => ask()
  let index: DriverIndex | undefined
  const writes = createWorktreeWrites()
  const stir = (file?: string): void => {
    index?.stir(file)
    writes.add(file)
  }
  const openIndex = async (): Promise<DriverIndex> =>
    (index ??= createDriverIndex(git, await gitDir(), repository))
  const put = createPut(git, gitDir, openIndex)
  const ignored = openIgnored({ path, repository, env }, { gitDir, stir, writes })
  return {
    ...driversOwn,
    path,
    prepare: async (commit) => {
      const isNew = await addWorktree(git, path, repository, commit)
      if (isNew) {
        ask = askGitDir(git)
        index = undefined
      }
      await ignored.takeUserFiles()
      await put(commit, commit, isNew && !isRoom)
    },
    putTo: async (commit, treeish = commit) => put(commit, treeish, false),
    ...looksOf(openIndex, gitDir),
    ...headOf(git, gitDir),
    ...filesOf(path, stir),
    stir: () => stir(),
    keepOut: async (paths) => writeKeptOut(await gitDir(), paths, () => stir()),
    gitDir,
    hookDir: gitDir,
    ignored,
  }
}

type Put = (commit: string, tree: string, isFirst: boolean) => Promise<void>

/** HEAD at a commit, index and files as in a tree. */
function createPut(git: Git, gitDir: () => Promise<string>, openIndex: () => Promise<DriverIndex>): Put {
  return async (commit, tree, isFirst) => {
    const directory = await gitDir()
    await (await openIndex()).reset({ tree, kept: keptOut(directory), isFirst })
    await detachAt(git, directory, commit)
  }
}

/** With a git of its own: what is ignored is asked while the index is written. */
function openIgnored(
  { path, repository, env }: Options,
  own: Pick<Parameters<typeof createIgnoredGuard>[0], 'gitDir' | 'stir' | 'writes'>,
): IgnoredGuard {
  const config: Git['config'] = async (args) => repository.config(args)
  return createIgnoredGuard({ ...own, git: createGitClient(path, env), env, config })
}

/** HEAD, read and written past whatever branch it names. */
function headOf(
  git: Git,
  gitDir: () => Promise<string>,
): Pick<RunWorktree, 'readHead' | 'setHead' | 'headRef'> {
  return {
    readHead: async () => readHead(git, await gitDir()),
    setHead: async (commit) => detachAt(git, await gitDir(), commit),
    headRef: async () => `worktrees/${basename(await gitDir())}/HEAD`,
  }
}

/** Its files, one by one. */
function filesOf(path: string, stir: (file: string) => void): Pick<RunWorktree, 'exists' | 'read' | 'write'> {
  return {
    exists: () => existsSync(join(path, '.git')),
    read: (file) => readIfThere(join(path, file)),
    write: (file, text) => writeDeep(join(path, file), text, () => stir(file)),
  }
}

type Looks = Pick<RunWorktree, 'snapshot' | 'glance' | 'foresee' | 'want' | 'indexFile'>

/** The ways to look at the files. */
function looksOf(openIndex: () => Promise<DriverIndex>, gitDir: () => Promise<string>): Looks {
  let wanted: readonly string[] = []
  const look = async (from: string, more: readonly string[], isGlance: boolean): Promise<string> => {
    const forced = [...more, ...wanted]
    return (await openIndex()).snapshot({ from, forced, kept: keptOut(await gitDir()), isGlance })
  }
  return {
    snapshot: async (from, forced = []) => look(from, forced, false),
    glance: async (from) => look(from, [], true),
    // Whoever wants it asks again, and hears what is wrong.
    foresee: (from) => void look(from, [], true).catch(() => undefined),
    want: (paths) => {
      wanted = paths
    },
    indexFile: async () => (await openIndex()).file(),
  }
}

/** Asked once: an agent that turns the worktree's `.git` elsewhere does not turn the driver's books with it. */
function askGitDir(git: Git): () => Promise<string> {
  let known: Promise<string> | undefined
  return async () => (known ??= git.text(['rev-parse', '--absolute-git-dir']))
}

/** Nobody else works in a worktree of the driver's own. */
const driversOwn = {
  isolation: 'worktree',
  adopt: async () => undefined,
  leave: async () => undefined,
} as const satisfies Partial<RunWorktree>

/** Writes a file and the folders above it; says so first. */
export function writeDeep(file: string, text: string, stir: () => void): void {
  stir()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The list of linked paths, in the worktree's own git directory: known before any plan is read. */
const keepOutFile = 'gatecycle-keep-out'

function keptOut(gitDir: string): readonly string[] {
  return (readIfThere(join(gitDir, keepOutFile)) ?? '').split('\n').filter((file) => file !== '')
}

/** Nothing is looked through again where nothing else is kept out. */
function writeKeptOut(gitDir: string, paths: readonly string[], stir: () => void): void {
  if (keptOut(gitDir).join('\n') === paths.join('\n')) return
  writeDeep(join(gitDir, keepOutFile), paths.map((file) => `${file}\n`).join(''), stir)
}

/** A worktree that is registered, and registered at this place. */
async function isOurs(git: Git, path: string, repository: Git): Promise<boolean> {
  if (!existsSync(join(path, '.git'))) return false
  const { exitCode, stdout } = await git.run([
    'rev-parse',
    '--path-format=absolute',
    '--git-common-dir',
    '--show-toplevel',
  ])
  const [common, top] = stdout.trim().split('\n')
  if (exitCode !== 0 || top === undefined) return false
  const expected = await repository.text(['rev-parse', '--path-format=absolute', '--git-common-dir'])
  return common === expected && realpathSync(top) === realpathSync(path)
}

/** Where it is not there; whether it had to be made. A folder that is no worktree of ours may hold somebody's work: refuse, say where it is. */
async function addWorktree(git: Git, path: string, repository: Git, commit: string): Promise<boolean> {
  if (await isOurs(git, path, repository)) return false
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new AppError(
      'WORKTREE_IN_THE_WAY',
      `${path} is there, but is not the run worktree of this repository`,
      {
        hint: `look into it and move it away: mv '${path}' '${path}.old'`,
        exitCode: exitCodes.environment,
      },
    )
  }
  mkdirSync(dirname(path), { recursive: true })
  await repository.text(['worktree', 'prune'])
  await repository.text(['worktree', 'add', '--detach', '--no-checkout', '--force', path, commit])
  return true
}

/** Writes HEAD itself, whatever branch it names now: no branch moves. */
async function detachAt(git: Git, gitDir: string, commit: string): Promise<void> {
  if (readIfThere(join(gitDir, 'HEAD')) === `${commit}\n`) return
  await git.text(['update-ref', '--no-deref', 'HEAD', commit])
}

/** A detached HEAD is read from its file; what anything else means, git knows. */
async function readHead(
  git: Git,
  gitDir: string,
): Promise<{ readonly commit: string | undefined; readonly branch: string | undefined }> {
  const text = readIfThere(join(gitDir, 'HEAD'))?.trim() ?? ''
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text) && (await git.find(text))?.type === 'commit')
    return { commit: text, branch: undefined }
  const commit = await git.find('HEAD^{commit}')
  const branch = await git.run(['symbolic-ref', '--quiet', 'HEAD'])
  return { commit: commit?.id, branch: branch.exitCode === 0 ? branch.stdout.trim() : undefined }
}
