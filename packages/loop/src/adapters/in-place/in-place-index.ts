import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { driverIndexOf, indexEnv, viewOf } from '../worktree/driver-view.ts'
import { createIndexStamp, type IndexStamp } from '../worktree/index-stamp.ts'
import { createSettledFiles, type SettledFiles } from '../worktree/settled-files.ts'
import { readTree } from '../worktree/take-files.ts'

/** What a snapshot of a checkout takes. */
export interface InPlaceSnapshot {
  readonly from: string
  readonly forced: readonly string[]
  /** New files that belong to no tree of the driver's. */
  readonly isLeftOut: (path: string) => boolean
}

/** The driver's own index of a checkout. */
export interface InPlaceIndex {
  /**
   * The files of the checkout as a tree: changes of what `from` has, and new files that git does not ignore.
   * A repository that lies inside stays whole where it is: it may be somebody's clone.
   */
  snapshot(order: InPlaceSnapshot): Promise<string>
  /**
   * Brings the files from one tree, which they were just seen to be, to another. Git refuses where one changed since, and where a new one
   * would come to lie on a file that it does not know: then nothing is touched, and the answer is false.
   */
  move(from: string, to: string): Promise<boolean>
}

interface Place {
  readonly git: Git
  readonly gitDir: string
  readonly env: { readonly GIT_INDEX_FILE: string }
  readonly files: SettledFiles
  readonly stamp: IndexStamp
}

/** Between two looks an agent may have written the index: then it is read anew. */
export function createInPlaceIndex(git: Git, gitDir: () => Promise<string>): InPlaceIndex {
  let opened: Promise<Place> | undefined
  const open = async (): Promise<Place> => {
    opened ??= gitDir().then((found) => openPlace(git, found))
    return opened
  }
  return {
    snapshot: async (order) => snapshot(await open(), order),
    move: async (from, to) => move(await open(), from, to),
  }
}

function openPlace(git: Git, gitDir: string): Place {
  const index = driverIndexOf(gitDir)
  const files = createSettledFiles({ root: git.directory, index })
  return { git, gitDir, env: indexEnv(gitDir), files, stamp: createIndexStamp(index) }
}

async function snapshot(place: Place, { from, forced, isLeftOut }: InPlaceSnapshot): Promise<string> {
  const { git, gitDir, env, files, stamp } = place
  // Without `-m` nothing that the index says of files counts.
  await readTree(place, [...(stamp.isOurs() ? ['-m'] : []), from])
  if (files.mayHide()) files.distrust()
  await git.text([...viewOf(gitDir), 'add', '-u', '--', ':/'], { env })
  const fresh = (await othersOf(place)).filter((path) => !path.endsWith('/') && !isLeftOut(path))
  if (fresh.length > 0) {
    const input = fresh.map((path) => `${path}\0`).join('')
    await git.text([...viewOf(gitDir), 'update-index', '--add', '-z', '--stdin'], { env, input })
  }
  const present = forced.filter((path) => existsSync(join(git.directory, path)))
  if (present.length > 0) await git.text([...viewOf(gitDir), 'add', '-f', '--', ...present], { env })
  const tree = await git.text(['write-tree'], { env })
  noteWritten(place, tree)
  return tree
}

async function move(place: Place, from: string, to: string): Promise<boolean> {
  const { git, gitDir, env } = place
  const { exitCode } = await git.run([...viewOf(gitDir), 'read-tree', '-m', '-u', from, to], { env })
  noteWritten(place, to)
  return exitCode === 0
}

function noteWritten({ files, stamp }: Place, id: string): void {
  files.watch(id.length / 2)
  stamp.note()
}

/** New files that git does not ignore, repositories inside with a slash at the end. */
async function othersOf({ git, gitDir, env }: Place): Promise<readonly string[]> {
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
