import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { splitNul } from './path-bytes.ts'

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

/** Index and files as in a tree; new files that git does not ignore are removed, but for the paths to keep. */
export async function resetToTree(
  git: Git,
  gitDir: string,
  tree: string,
  kept: readonly string[],
): Promise<void> {
  const env = await readTree(git, gitDir, ['-u', '--reset', tree])
  const excluded = kept.map((path) => `--exclude=/${path}`)
  await git.text([...viewOf(gitDir), 'clean', '-ffd', '-q', ...excluded], { env })
  rmSync(join(gitDir, 'index.lock'), { force: true })
  copyFileSync(driverIndexOf(gitDir), join(gitDir, 'index'))
}

/** The files as a tree: what differs from `from`, and the forced paths even where git ignores them, but for the kept ones. */
export async function snapshotTree(
  git: Git,
  gitDir: string,
  {
    from,
    forced,
    kept,
  }: { readonly from: string; readonly forced: readonly string[]; readonly kept: readonly string[] },
): Promise<string> {
  const env = await readTree(git, gitDir, ['-m', from])
  await unnestRepositories(git, gitDir, env)
  const excluded = kept.map((path) => `:(exclude,literal)${path}`)
  await git.text([...viewOf(gitDir), 'add', '-A', '--', '.', ...excluded], { env })
  const present = forced.filter((path) => existsSync(join(git.directory, path)))
  if (present.length > 0) await git.text([...viewOf(gitDir), 'add', '-f', '--', ...present], { env })
  return git.text(['write-tree'], { env })
}

const slash = 47

/**
 * A repository that an agent made inside would be a link without content to git, or stop it where it has no commit yet.
 * Without its `.git` its files are edits like any other.
 */
async function unnestRepositories(
  git: Git,
  gitDir: string,
  env: { readonly GIT_INDEX_FILE: string },
): Promise<void> {
  const bytes = await git.bytes([...viewOf(gitDir), 'ls-files', '-z', '--others', '--exclude-standard'], {
    env,
  })
  const nested = splitNul(bytes)
    .filter((path) => path.at(-1) === slash)
    // Bytes, since a name need not be UTF-8.
    .map((path) => Buffer.concat([Buffer.from(`${git.directory}/`), path, Buffer.from('.git')]))
    .filter((path) => existsSync(path))
  for (const path of nested) rmSync(path, { recursive: true, force: true })
  if (nested.length > 0) await unnestRepositories(git, gitDir, env)
}

/** Reads a tree into the driver's index. One that is damaged is thrown away: it holds nothing that is not in a tree or a file. */
async function readTree(
  git: Git,
  gitDir: string,
  args: readonly string[],
): Promise<{ readonly GIT_INDEX_FILE: string }> {
  const index = driverIndexOf(gitDir)
  const env = { GIT_INDEX_FILE: index }
  rmSync(`${index}.lock`, { force: true })
  const { exitCode } = await git.run([...viewOf(gitDir), 'read-tree', ...args], { env })
  if (exitCode === 0) return env
  rmSync(index, { force: true })
  await git.text([...viewOf(gitDir), 'read-tree', ...args], { env })
  return env
}
