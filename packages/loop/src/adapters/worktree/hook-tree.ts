import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { composeTree } from '../objects/compose-tree.ts'
import type { RunWorktree } from './run-worktree.ts'
import { changedPaths } from '../objects/repository.ts'

/** The index that hooks are shown, in the folder that is for them. */
export function hookIndexOf(hookDir: string): string {
  return join(hookDir, 'index')
}

/** Stages what the driver has just taken a snapshot of, so that hooks see it as what would be committed. */
export async function stageForHooks(worktree: Pick<RunWorktree, 'indexFile' | 'hookDir'>): Promise<void> {
  const index = hookIndexOf(await worktree.hookDir())
  rmSync(`${index}.lock`, { force: true })
  copyFileSync(await worktree.indexFile(), index)
}

interface HookedContent {
  readonly hookDir: string
  readonly base: string
  /** What was staged for the hook. */
  readonly before: string
  /** The files as the hook left them. */
  readonly after: string
}

/**
 * The tree that a commit would have after a hook: what it staged, and what it changed in files that were to be committed.
 * What else it left lying about is in no commit of a person's either.
 */
export async function treeAfterHook(
  git: Git,
  { hookDir, base, before, after }: HookedContent,
): Promise<string> {
  const staged = await readStaged(git, hookDir, before)
  if (staged === before && after === before) return before
  const own = new Set(
    [...(await changedPaths(git, base, before)), ...(await changedPaths(git, before, staged))].map(
      ({ path }) => path,
    ),
  )
  const written = new Set((await changedPaths(git, before, after)).map(({ path }) => path))
  const taken = (await changedPaths(git, staged, after)).filter(
    ({ path }) => own.has(path) && written.has(path),
  )
  const edits = taken.map(({ path }) => ({ path, to: { kind: 'from', tree: after } as const }))
  return composeTree(git, { tree: staged, edits })
}

/** An index that a hook left unmerged or broken says nothing: then only the files count. */
async function readStaged(git: Git, hookDir: string, before: string): Promise<string> {
  const { exitCode, stdout } = await git.run(['write-tree'], {
    env: { GIT_INDEX_FILE: hookIndexOf(hookDir) },
  })
  return exitCode === 0 ? stdout.trim() : before
}
