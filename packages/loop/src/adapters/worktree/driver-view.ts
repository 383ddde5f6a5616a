import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { UserFile } from '../git/user-config.ts'

/**
 * The driver's index of a worktree, beside the worktree's own: what an agent staged, hid, flagged or broke there means nothing
 * here. A flag like skip-worktree, or a sparse checkout, would keep a file out of every snapshot and every reset.
 */
export function driverIndexOf(gitDir: string): string {
  return join(gitDir, 'gatecycle-index')
}

/**
 * How the driver's own calls look at a worktree: all of it, and with the ignore rules and attributes of the user that were there before
 * an agent could reach them.
 */
export function viewOf(gitDir: string): readonly string[] {
  return [
    '-c',
    'core.sparseCheckout=false',
    // Content is kept as it is: a warning about line ends must not keep anybody's work from being kept.
    '-c',
    'core.safecrlf=false',
    ...userFiles.flatMap(({ setting, copyIn }) => {
      const copy = copyIn(gitDir)
      return existsSync(copy) ? ['-c', `${setting}=${copy}`] : []
    }),
  ]
}

/**
 * What Python lays beside each module that it reads, in whatever repository: no test run is without it, and no commit wants it
 * (PEP 3147).
 */
const neverMeant = '**/__pycache__/*.py[co]\n'

/** A file of the user's own by which git decides what is in a tree, and the driver's copy of it. */
export interface CopiedFile extends UserFile {
  /** Stands in the copy, whatever the user says. */
  readonly always: string
  readonly copyIn: (gitDir: string) => string
}

export const userFiles: readonly CopiedFile[] = [
  { setting: 'core.excludesFile', name: 'ignore', always: neverMeant, copyIn: userRulesOf },
  { setting: 'core.attributesFile', name: 'attributes', always: '', copyIn: userAttributesOf },
]

/** The driver's copy of the user's own ignore rules. */
export function userRulesOf(gitDir: string): string {
  return join(gitDir, 'gatecycle-user-ignore')
}

/** The driver's copy of the user's own attributes. */
export function userAttributesOf(gitDir: string): string {
  return join(gitDir, 'gatecycle-user-attributes')
}

/** What a call needs to see the driver's index of a worktree. */
export function indexEnv(gitDir: string): { readonly GIT_INDEX_FILE: string } {
  return { GIT_INDEX_FILE: driverIndexOf(gitDir) }
}
