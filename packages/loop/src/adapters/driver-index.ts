import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { stampOf } from './file-facts.ts'
import { splitNul } from './path-bytes.ts'
import { createSettledFiles, type SettledFiles } from './settled-files.ts'
import { createWorktreeWrites } from './worktree-writes.ts'

/**
 * The driver's index of a worktree, beside the worktree's own: what an agent staged, hid, flagged or broke there means nothing
 * here. A flag like skip-worktree, or a sparse checkout, would keep a file out of every snapshot and every reset.
 */
export function driverIndexOf(gitDir: string): string {
  return join(gitDir, 'gatecycle-index')
}

/**
 * How the driver's own calls look at a worktree: all of it, and with the ignore rules of the user that were there before an agent
 * could reach them.
 */
export function viewOf(gitDir: string): readonly string[] {
  const rules = userRulesOf(gitDir)
  return [
    '-c',
    'core.sparseCheckout=false',
    // Content is kept as it is: a warning about line ends must not keep anybody's work from being kept.
    '-c',
    'core.safecrlf=false',
    ...(existsSync(rules) ? ['-c', `core.excludesFile=${rules}`] : []),
  ]
}

/** The driver's copy of the user's own ignore rules. */
export function userRulesOf(gitDir: string): string {
  return join(gitDir, 'gatecycle-user-ignore')
}

/** What a call needs to see the driver's index of a worktree. */
export function indexEnv(gitDir: string): { readonly GIT_INDEX_FILE: string } {
  return { GIT_INDEX_FILE: driverIndexOf(gitDir) }
}

/** What is done with that index: the files of the worktree against trees. */
export interface DriverIndex {
  /** Index and files as in a tree; new files that git does not ignore are removed, but for the paths to keep. */
  reset(tree: string, kept: readonly string[]): Promise<void>
  /** The files as a tree: what differs from `from`, and the forced paths even where git ignores them, but for the kept ones. */
  snapshot(order: SnapshotOrder): Promise<string>
  /** Says that we ourselves wrote into the files: into this one only, where it is named (its path from the top). */
  stir(path?: string): void
}

interface SnapshotOrder {
  readonly from: string
  readonly forced: readonly string[]
  readonly kept: readonly string[]
}

/** What the index holds since we last wrote it. */
interface Known {
  readonly tree: string
  /** The tree that a snapshot started from: what it holds beyond that, it took from the files. */
  readonly origin: string
  readonly stamp: string
}

interface Place {
  readonly git: Git
  readonly gitDir: string
  readonly env: { readonly GIT_INDEX_FILE: string }
  readonly files: SettledFiles
}

/** Remembers what the index holds, and asks git again only when its file was touched or something else is wanted. */
export function createDriverIndex(git: Git, gitDir: string): DriverIndex {
  const files = createSettledFiles({ root: git.directory, index: driverIndexOf(gitDir) })
  const place = { git, gitDir, env: indexEnv(gitDir), files }
  const writes = createWorktreeWrites()
  let known: Known | undefined
  const holds = (tree: string): boolean =>
    known !== undefined &&
    known.stamp === stampOf(driverIndexOf(gitDir)) &&
    (known.tree === tree || known.origin === tree)
  const note = (tree: string, origin: string): void => {
    known = { tree, origin, stamp: stampOf(driverIndexOf(gitDir)) }
    writes.seen()
  }
  return {
    reset: async (treeish, kept) => {
      const tree = await treeOf(git, treeish)
      const isThere = holds(tree) && known?.tree === tree
      if (!isThere || (!writes.none() && !(await isClean(place, kept)))) {
        known = undefined
        await putFiles(place, tree, kept)
      }
      note(tree, tree)
      rmSync(join(gitDir, 'index.lock'), { force: true })
      copyFileSync(driverIndexOf(gitDir), join(gitDir, 'index'))
    },
    snapshot: async (order) => {
      const origin = await treeOf(git, order.from)
      const before = holds(origin) ? known?.tree : undefined
      if (before !== undefined && writes.none() && order.forced.length === 0) return before
      known = undefined
      const tree =
        before !== undefined && writes.onlyTo(order.forced)
          ? await takePaths(place, order.forced, before)
          : await takeFiles(place, { ...order, from: origin }, before)
      // A forced file may be one that git ignores: the next snapshot from the same origin would not take it by itself.
      note(tree, order.forced.length === 0 ? origin : tree)
      return tree
    },
    stir: (path) => writes.add(path),
  }
}

async function putFiles(place: Place, tree: string, kept: readonly string[]): Promise<void> {
  const { git, gitDir, env, files } = place
  files.look()
  await readTree(place, ['-u', '--reset', tree])
  const excluded = kept.map((path) => `--exclude=/${path}`)
  await git.text([...viewOf(gitDir), 'clean', '-ffd', '-q', ...excluded], { env })
  files.settle(tree.length / 2)
}

/** `before` is the tree that the index holds, where that is known and serves. */
async function takeFiles(place: Place, order: SnapshotOrder, before: string | undefined): Promise<string> {
  place.files.look()
  if (before === undefined) await readTree(place, ['-m', order.from])
  if (await addAll(place, order)) return before ?? order.from
  return place.git.text(['write-tree'], { env: place.env })
}

/** Nothing but these files was written since the index held `before`: git need not look at the others. */
async function takePaths(
  { git, gitDir, env }: Place,
  paths: readonly string[],
  before: string,
): Promise<string> {
  const there = paths.filter((path) => existsSync(join(git.directory, path)))
  if (there.length === 0) return before
  const args = ['add', '-f', '-v', '--', ...there.map((path) => `:(literal)${path}`)]
  const said = await git.text([...viewOf(gitDir), ...args], { env })
  return said === '' ? before : git.text(['write-tree'], { env })
}

async function treeOf(git: Git, treeish: string): Promise<string> {
  const found = await git.find(`${treeish}^{tree}`)
  return found?.id ?? treeish
}

/** Whether the files are as the index: nothing modified, deleted or new, not even an empty folder. */
async function isClean({ git, gitDir, env, files }: Place, kept: readonly string[]): Promise<boolean> {
  files.look()
  const excluded = kept.map((path) => `--exclude=/${path}`)
  const args = ['ls-files', '-z', '-m', '-d', '-o', '--directory', '--exclude-standard', ...excluded]
  const found = await git.bytes([...viewOf(gitDir), ...args], { env })
  return found.length === 0
}

/** Takes the files into the index; whether that changed nothing. */
async function addAll(place: Place, { from, forced, kept }: SnapshotOrder): Promise<boolean> {
  const { git, gitDir, env } = place
  const paths = ['.', ...(await notIgnored(place, kept)).map((path) => `:(exclude,literal)${path}`)]
  const add = [...viewOf(gitDir), 'add', '-A', '-v', '--', ...paths]
  let answer = await git.run(add, { env })
  // A word on stderr, or a failure: there is a repository inside. Otherwise git says so once more.
  if (answer.exitCode !== 0 || answer.stderr !== '') {
    await readTree(place, ['-m', from])
    await unnestRepositories(place)
    answer = { exitCode: 0, stderr: '', stdout: `${await git.text(add, { env })}\n` }
  }
  const missing = forced.filter(
    (path) => !answer.stdout.includes(`add '${path}'\n`) && existsSync(join(git.directory, path)),
  )
  if (missing.length === 0) return answer.stdout === ''
  await git.text([...viewOf(gitDir), 'add', '-f', '--', ...missing], { env })
  return false
}

/** Git takes it for a mistake when a path is named that it would leave out anyhow. */
async function notIgnored({ git, gitDir }: Place, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return []
  const args = [...viewOf(gitDir), 'check-ignore', '-z', '--no-index', '--stdin']
  const { stdout } = await git.run(args, { input: paths.map((path) => `${path}\0`).join('') })
  const ignored = new Set(stdout.split('\0'))
  return paths.filter((path) => !ignored.has(path))
}

/**
 * A repository that an agent made inside would be a link without content to git, or stop it where it has no commit yet.
 * Without its `.git` its files are edits like any other.
 */
async function unnestRepositories(place: Place): Promise<void> {
  const { git, gitDir, env } = place
  const args = [...viewOf(gitDir), 'ls-files', '-z', '--others', '--exclude-standard']
  const nested = splitNul(await git.bytes(args, { env }))
    .filter((path) => path.at(-1) === slash)
    // Bytes, since a name need not be UTF-8.
    .map((path) => Buffer.concat([Buffer.from(`${git.directory}/`), path, Buffer.from('.git')]))
    .filter((path) => existsSync(path))
  for (const path of nested) rmSync(path, { recursive: true, force: true })
  if (nested.length > 0) await unnestRepositories(place)
}

const slash = 47

/** As many writers as there are processors, where there is much to write (git-config(1), checkout.workers). */
const inParallel = ['-c', 'checkout.workers=0']

/** Reads a tree into the driver's index. One that is damaged is thrown away: it holds nothing that is not in a tree or a file. */
export async function readTree(
  { git, gitDir, env }: Omit<Place, 'files'>,
  args: readonly string[],
): Promise<void> {
  const index = driverIndexOf(gitDir)
  rmSync(`${index}.lock`, { force: true })
  const { exitCode } = await git.run([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
  if (exitCode === 0) return
  rmSync(index, { force: true })
  await git.text([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
}
