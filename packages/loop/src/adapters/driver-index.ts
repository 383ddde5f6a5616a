import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { composeTree } from './compose-tree.ts'
import { stampOf } from './file-facts.ts'
import { isAsWritten, readPlain, type OwnFiles } from './own-files.ts'
import { splitNul } from './path-bytes.ts'
import { createSettledFiles, type SettledFiles } from './settled-files.ts'
import { createTakenAsIs, type TakenAsIs } from './taken-as-is.ts'
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
  /** Path of the index, which then holds what was last taken. */
  file(): Promise<string>
  /** Says that we ourselves wrote into the files: into this one only, where it is named (its path from the top). */
  stir(path?: string): void
}

interface SnapshotOrder {
  readonly from: string
  readonly forced: readonly string[]
  readonly kept: readonly string[]
  /** The files are looked at once more before they count. */
  readonly isGlance?: boolean
}

/** What the index holds since we last wrote it. */
interface Known {
  readonly tree: string
  /** What that tree has and the index has not yet: it comes in with git's next look at the files. */
  readonly ahead: OwnFiles
  /** The tree that a snapshot started from: what it holds beyond that, it took from the files. */
  readonly origin: string
  readonly stamp: string
}

interface Place {
  /** Git in the worktree. */
  readonly git: Git
  /** Git where the driver asks for objects all the time: one reader serves for both. */
  readonly objects: Git
  readonly gitDir: string
  readonly env: { readonly GIT_INDEX_FILE: string }
  readonly files: SettledFiles
  readonly asIs: TakenAsIs
}

/** Remembers what the index holds, and asks git again only when its file was touched or something else is wanted. */
export function createDriverIndex(git: Git, gitDir: string, objects: Git = git): DriverIndex {
  const env = indexEnv(gitDir)
  const files = createSettledFiles({ root: git.directory, index: driverIndexOf(gitDir) })
  const asIs = createTakenAsIs(git, { gitDir, env, config: objects.config })
  const place = { git, objects, gitDir, env, files, asIs }
  const writes = createWorktreeWrites()
  let known: Known | undefined
  const heldFor = (tree: string): Known | undefined =>
    known !== undefined &&
    known.stamp === stampOf(driverIndexOf(gitDir)) &&
    (known.tree === tree || known.origin === tree)
      ? known
      : undefined
  const note = (what: Omit<Known, 'stamp'>, look: ReturnType<typeof writes.begin>): void => {
    known = { ...what, stamp: stampOf(driverIndexOf(gitDir)) }
    writes.seen(look)
  }
  // One thing at a time, whoever waits for it: there is one index.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async <T>(step: () => Promise<T>): Promise<T> => {
    const turn = last.then(step, step)
    last = turn
    return turn
  }
  const bringIn = async (): Promise<void> => {
    if (known === undefined || known.ahead.size === 0) return
    await addForced(place, [...known.ahead.keys()])
    known = { ...known, ahead: nothing, stamp: stampOf(driverIndexOf(gitDir)) }
  }
  const reset: DriverIndex['reset'] = async (treeish, kept) => {
    const look = writes.begin()
    const tree = await treeOf(objects, treeish)
    const isThere = heldFor(tree)?.tree === tree
    if (isThere) await bringIn()
    if (!isThere || (!writes.none() && !(await isClean(place, kept)))) {
      known = undefined
      await putFiles(place, tree, kept)
    }
    note({ tree, origin: tree, ahead: nothing }, look)
    rmSync(join(gitDir, 'index.lock'), { force: true })
    copyFileSync(driverIndexOf(gitDir), join(gitDir, 'index'))
  }
  const snapshot: DriverIndex['snapshot'] = async (order) => {
    const look = writes.begin()
    const origin = await treeOf(objects, order.from)
    const held = heldFor(origin)
    if (held !== undefined && writes.none() && order.forced.length === 0) return held.tree
    known = undefined
    const taken =
      held !== undefined && writes.onlyTo(order.forced)
        ? await takePaths(place, order.forced, held)
        : { tree: await takeFiles(place, { ...order, from: origin }, held), ahead: nothing }
    // A forced file may be one that git ignores: the next snapshot from the same origin would not take it by itself.
    note({ ...taken, origin: order.forced.length === 0 ? origin : taken.tree }, look)
    return taken.tree
  }
  return {
    reset: async (treeish, kept) => inTurn(async () => reset(treeish, kept)),
    snapshot: async (order) => inTurn(async () => snapshot(order)),
    file: async () => {
      await inTurn(bringIn)
      return driverIndexOf(gitDir)
    },
    stir: (path) => writes.add(path),
  }
}

const nothing: OwnFiles = new Map()

async function putFiles(place: Place, tree: string, kept: readonly string[]): Promise<void> {
  const { git, gitDir, env, files } = place
  files.look()
  await readTree(place, ['-u', '--reset', tree])
  const excluded = kept.map((path) => `--exclude=/${path}`)
  const cleaned = git.text([...viewOf(gitDir), 'clean', '-ffd', '-q', ...excluded], { env })
  files.settle(tree.length / 2)
  await cleaned
}

/** What the index is known to hold, where that serves. */
async function takeFiles(place: Place, order: SnapshotOrder, held: Known | undefined): Promise<string> {
  if (order.isGlance !== true) place.files.look()
  if (held === undefined) await readTree(place, ['-m', order.from])
  if (await addAll(place, order, held?.ahead ?? nothing)) return held?.tree ?? order.from
  return place.git.text(['write-tree'], { env: place.env })
}

/** Nothing but these files was written since the index was taken: git need not look at the others. */
async function takePaths(
  place: Place,
  paths: readonly string[],
  held: Known,
): Promise<Pick<Known, 'tree' | 'ahead'>> {
  const { git, env } = place
  const there = paths.filter((path) => existsSync(join(git.directory, path)))
  if (there.length === 0) return held
  const own = await readPlain(place, there, held.tree)
  if (own !== undefined) {
    const edits = [...own].map(([path, { bytes }]) => ({ path, to: { kind: 'text', text: bytes } as const }))
    const tree = await composeTree(place.objects, { tree: held.tree, edits })
    return { tree, ahead: tree === held.tree ? held.ahead : new Map([...held.ahead, ...own]) }
  }
  const added = await addForced(place, [...held.ahead.keys(), ...there])
  return { tree: added ? await git.text(['write-tree'], { env }) : held.tree, ahead: nothing }
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

/** Takes the files into the index; whether it then holds what it held before, with the files that were ahead of it. */
async function addAll(
  place: Place,
  { from, forced, kept }: SnapshotOrder,
  ahead: OwnFiles,
): Promise<boolean> {
  const { git, gitDir, env } = place
  const paths = ['.', ...(await notIgnored(place, kept)).map((path) => `:(exclude,literal)${path}`)]
  const add = [...viewOf(gitDir), 'add', '-A', '-v', '--', ...paths]
  let answer = await git.run(add, { env })
  // A word on stderr, or a failure: there is a repository inside. Otherwise git says so once more.
  const isWhole = answer.exitCode === 0 && answer.stderr === ''
  if (!isWhole) {
    await readTree(place, ['-m', from])
    await unnestRepositories(place)
    answer = { exitCode: 0, stderr: '', stdout: `${await git.text(add, { env })}\n` }
  }
  const said = new Set(answer.stdout.split('\n').filter((line) => line !== ''))
  const missing = [...new Set([...forced, ...ahead.keys()])].filter(
    (path) => !said.has(addOf(path)) && existsSync(join(git.directory, path)),
  )
  const isMore = missing.length > 0 && (await addForced(place, missing))
  for (const path of ahead.keys()) said.delete(addOf(path))
  return isWhole && !isMore && said.size === 0 && isAsWritten(git, ahead)
}

/** What `git add -v` says of a path that it takes. */
function addOf(path: string): string {
  return `add '${path}'`
}

/** Takes paths into the index, even where git ignores them; whether that changed it. */
async function addForced({ git, gitDir, env }: Place, paths: readonly string[]): Promise<boolean> {
  const args = ['add', '-f', '-v', '--', ...paths.map((path) => `:(literal)${path}`)]
  return (await git.text([...viewOf(gitDir), ...args], { env })) !== ''
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
  { git, gitDir, env }: Pick<Place, 'git' | 'gitDir' | 'env'>,
  args: readonly string[],
): Promise<void> {
  const index = driverIndexOf(gitDir)
  rmSync(`${index}.lock`, { force: true })
  const { exitCode } = await git.run([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
  if (exitCode === 0) return
  rmSync(index, { force: true })
  await git.text([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
}
