import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { createGitClient } from './git-client.ts'
import { isMissing } from './durable-file.ts'
import { decodePath, splitNul } from './path-bytes.ts'

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

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
