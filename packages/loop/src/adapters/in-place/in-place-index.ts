import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { driverIndexOf, indexEnv, viewOf } from '../worktree/driver-view.ts'
import { stampOf } from '../system/file-facts.ts'
import { createSettledFiles, type SettledFiles } from '../worktree/settled-files.ts'
import { readTree } from '../worktree/take-files.ts'

/** What a snapshot of a checkout takes. */
export interface InPlaceSnapshot {
  readonly from: string
  readonly forced: readonly string[]
  /** New files that belong to no tree of the driver's. */
  readonly isLeftOut: (path: string) => boolean
}

/**
 * The files of a checkout as a tree, in the driver's own index: changes of what `from` has, and new files that git does not ignore.
 * A repository that lies inside stays whole where it is: it may be somebody's clone.
 */
export async function snapshotInPlace(
  git: Git,
  gitDir: string,
  { from, forced, isLeftOut }: InPlaceSnapshot,
): Promise<string> {
  const env = indexEnv(gitDir)
  const known = knownOf(git, gitDir)
  // Without `-m` nothing that the index says of files counts.
  await readTree({ git, gitDir, env }, [...(known.isForeign() ? [] : ['-m']), from])
  if (known.files.mayHide()) known.files.distrust()
  await git.text([...viewOf(gitDir), 'add', '-u', '--', ':/'], { env })
  const fresh = (await othersOf(git, gitDir, env)).filter((path) => !path.endsWith('/') && !isLeftOut(path))
  if (fresh.length > 0) {
    const input = fresh.map((path) => `${path}\0`).join('')
    await git.text([...viewOf(gitDir), 'update-index', '--add', '-z', '--stdin'], { env, input })
  }
  const present = forced.filter((path) => existsSync(join(git.directory, path)))
  if (present.length > 0) await git.text([...viewOf(gitDir), 'add', '-f', '--', ...present], { env })
  const tree = await git.text(['write-tree'], { env })
  known.note(tree.length / 2)
  return tree
}

/** What is known of the driver's index of a checkout; between two looks an agent may have written it. */
interface Known {
  readonly files: SettledFiles
  readonly isForeign: () => boolean
  /** We wrote it. */
  readonly note: (idBytes: number) => void
}

const knownIndexes = new WeakMap<Git, Known>()

function knownOf(git: Git, gitDir: string): Known {
  const found = knownIndexes.get(git) ?? createKnown(git.directory, driverIndexOf(gitDir))
  knownIndexes.set(git, found)
  return found
}

function createKnown(root: string, index: string): Known {
  const files = createSettledFiles({ root, index })
  let left = ''
  return {
    files,
    isForeign: () => left !== stampOf(index),
    note: (idBytes) => {
      files.watch(idBytes)
      left = stampOf(index)
    },
  }
}

/** New files that git does not ignore, repositories inside with a slash at the end. */
async function othersOf(
  git: Git,
  gitDir: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  return split(
    await git.bytes([...viewOf(gitDir), 'ls-files', '-z', '--others', '--exclude-standard'], { env }),
  )
}

/** What git ignores now: files, and folders of which it ignores all, with a slash at the end. */
export async function ignoredIn(git: Git): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']
  return split(await git.bytes(args))
}

function split(bytes: Uint8Array): readonly string[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '')
}

/**
 * Brings the files from one tree, which they were just seen to be, to another. Git refuses where one changed since, and where a new one
 * would come to lie on a file that it does not know: then nothing is touched, and the answer is false.
 */
export async function moveFiles(git: Git, gitDir: string, from: string, to: string): Promise<boolean> {
  const env = indexEnv(gitDir)
  const { exitCode } = await git.run([...viewOf(gitDir), 'read-tree', '-m', '-u', from, to], { env })
  knownOf(git, gitDir).note(to.length / 2)
  return exitCode === 0
}
