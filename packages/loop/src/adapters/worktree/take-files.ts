import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git, GitResult } from '../../ports.ts'
import { driverIndexOf, viewOf } from './driver-view.ts'
import { isAsWritten, type OwnFiles } from './own-files.ts'
import { splitNul } from '../git/path-bytes.ts'
import type { SettledFiles } from './settled-files.ts'
import type { TakenAsIs } from './taken-as-is.ts'

/** A worktree with the driver's index of it. */
export interface Place {
  /** Git in the worktree. */
  readonly git: Git
  /** Git where the driver asks for objects all the time: one reader serves for both. */
  readonly objects: Git
  readonly gitDir: string
  readonly env: { readonly GIT_INDEX_FILE: string }
  readonly files: SettledFiles
  readonly asIs: TakenAsIs
}

/** What is to be taken. */
export interface SnapshotOrder {
  readonly from: string
  readonly forced: readonly string[]
  readonly kept: readonly string[]
  /** The files are looked at once more before they count. */
  readonly isGlance?: boolean
}

/** Takes the files into the index; whether it then holds what it held before, with the files that were ahead of it. */
export async function addAll(
  place: Place,
  { from, forced, kept, isGlance = false }: SnapshotOrder,
  ahead: OwnFiles,
): Promise<boolean> {
  const { git, gitDir, env } = place
  const paths = ['.', ...(await notIgnored(place, kept)).map((path) => `:(exclude,literal)${path}`)]
  const add = [...viewOf(gitDir), 'add', '-A', '-v', '--', ...paths]
  let answer = await runAdd(place, add, isGlance)
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

/** Once more, where the files may hide something from the first look. */
async function runAdd(
  { git, env, files }: Place,
  add: readonly string[],
  isGlance: boolean,
): Promise<GitResult> {
  const adding = git.run(add, { env })
  // While git is at it.
  const mayHide = !isGlance && files.mayHide()
  const first = await adding
  if (!mayHide) return first
  files.distrust()
  const more = await git.run(add, { env })
  return {
    exitCode: more.exitCode,
    stdout: `${first.stdout}${more.stdout}`,
    stderr: `${first.stderr}${more.stderr}`,
  }
}

/** What `git add -v` says of a path that it takes. */
function addOf(path: string): string {
  return `add '${path}'`
}

/** Takes paths into the index, even where git ignores them; whether that changed it. */
export async function addForced({ git, gitDir, env }: Place, paths: readonly string[]): Promise<boolean> {
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
  rmSync(`${index}.lock`, { force: true, recursive: true })
  const { exitCode } = await git.run([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
  if (exitCode === 0) return
  rmSync(index, { force: true, recursive: true })
  await git.text([...viewOf(gitDir), ...inParallel, 'read-tree', ...args], { env })
}

/** The index of a tree with what git itself finds of the files: what the old one said of them may be made up. */
export async function readAnew(place: Pick<Place, 'git' | 'gitDir' | 'env'>, tree: string): Promise<void> {
  await readTree(place, [tree])
  // Ends with 1 where a file is not as in the tree.
  await place.git.run([...viewOf(place.gitDir), 'update-index', '-q', '--refresh'], { env: place.env })
}
