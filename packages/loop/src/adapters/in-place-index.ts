import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { indexEnv, viewOf } from './driver-view.ts'
import { readTree } from './take-files.ts'

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
  await readTree({ git, gitDir, env }, ['-m', from])
  await git.text([...viewOf(gitDir), 'add', '-u', '--', ':/'], { env })
  const fresh = (await othersOf(git, gitDir, env)).filter((path) => !path.endsWith('/') && !isLeftOut(path))
  if (fresh.length > 0) {
    const input = fresh.map((path) => `${path}\0`).join('')
    await git.text([...viewOf(gitDir), 'update-index', '--add', '-z', '--stdin'], { env, input })
  }
  const present = forced.filter((path) => existsSync(join(git.directory, path)))
  if (present.length > 0) await git.text([...viewOf(gitDir), 'add', '-f', '--', ...present], { env })
  return git.text(['write-tree'], { env })
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
  return exitCode === 0
}
