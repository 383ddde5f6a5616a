import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { createGitClient } from '../git/git-client.ts'
import { isMissing } from '../system/durable-file.ts'
import { decodePath, splitNul } from '../git/path-bytes.ts'

interface CheckedOut {
  /** The worktree that the tree is checked out in. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly tree: string
}

/**
 * The submodules of a tree whose folders hold what no commit of this repository can keep: git takes a submodule's commit into a tree,
 * and nothing of its files, edited or new.
 */
export async function findStraySubmodules(
  git: Git,
  { root, env, tree }: CheckedOut,
): Promise<readonly string[]> {
  if ((await git.find(`${tree}:.gitmodules`)) === undefined) return []
  const strays: string[] = []
  for (const path of await submodulesOf(git, tree)) {
    if (await isStray(join(root, path), env)) strays.push(path)
  }
  return strays
}

async function submodulesOf(git: Git, tree: string): Promise<readonly string[]> {
  const bytes = await git.bytes(['ls-tree', '-r', '-z', '--full-tree', tree])
  // `<mode> <type> <object>` TAB path NUL (git-ls-tree(1)).
  return splitNul(bytes)
    .map(decodePath)
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1))
}

/** A folder that was never filled is empty; one that was has a repository of its own to ask. */
async function isStray(folder: string, env: CheckedOut['env']): Promise<boolean> {
  const names = namesIn(folder)
  if (names.length === 0) return false
  if (!existsSync(join(folder, '.git'))) return true
  const { exitCode, stdout } = await createGitClient(folder, env).run(['status', '--porcelain'])
  return exitCode !== 0 || stdout !== ''
}

/**
 * The tree with what lies in its submodules and no commit has, as files in the place of the submodule: to be kept, not to be
 * landed. `index` is a path to use meanwhile, `gitDir` that of the repository that is to hold it.
 */
export async function withStrayContents(
  git: Git,
  checkedOut: CheckedOut,
  { gitDir, index }: { readonly gitDir: string; readonly index: string },
): Promise<string> {
  const names = `${index}.names`
  const env = { GIT_INDEX_FILE: index }
  let kept = checkedOut.tree
  try {
    for (const path of await findStraySubmodules(git, checkedOut)) {
      const folder = join(checkedOut.root, path)
      writeFileSync(names, await strayNamesIn(folder, checkedOut.env))
      await git.text(['read-tree', '--empty'], { env })
      const add = ['--literal-pathspecs', 'add', '--force', '--ignore-errors']
      // What git cannot take in, a repository without a commit for one, is no reason to keep nothing.
      await git.run([...add, `--pathspec-from-file=${names}`, '--pathspec-file-nul'], {
        env: { ...env, GIT_DIR: gitDir, GIT_WORK_TREE: folder },
      })
      const content = await git.text(['write-tree'], { env })
      await git.text(['read-tree', kept], { env })
      await git.text(['update-index', '--force-remove', '--', path], { env })
      await git.text(['read-tree', `--prefix=${path}/`, content], { env })
      kept = await git.text(['write-tree'], { env })
    }
    return kept
  } finally {
    for (const file of [index, `${index}.lock`, names]) rmSync(file, { force: true })
  }
}

/** What is new or changed there, each name with a NUL behind it; everything where there is no commit to compare with. */
async function strayNamesIn(folder: string, env: CheckedOut['env']): Promise<Buffer> {
  const client = createGitClient(folder, env)
  const hasCommit =
    existsSync(join(folder, '.git')) &&
    (await client.run(['rev-parse', '--verify', '--quiet', 'HEAD'])).exitCode === 0
  if (!hasCommit) return Buffer.from('.\0')
  const edited = await client.bytes(['diff', '--name-only', '--no-renames', '--diff-filter=d', '-z', 'HEAD'])
  const added = await client.bytes(['ls-files', '--others', '--exclude-standard', '-z'])
  return Buffer.concat([edited, added])
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
