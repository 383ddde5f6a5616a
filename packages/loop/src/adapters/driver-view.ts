import { existsSync } from 'node:fs'
import { join } from 'node:path'

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
