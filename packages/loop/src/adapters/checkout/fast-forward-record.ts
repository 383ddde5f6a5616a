import { lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readIfThere, removeDurably } from '../system/durable-file.ts'
import { gitDirsOf } from '../git/git-dirs.ts'
import { livenessOf, type ProcessIdentity } from '../state/process-identity.ts'

/** Lies in the git directory of a checkout from before it is fast-forwarded until that is done. */
export interface FastForwardRecord {
  readonly ref: string
  /** The shell that does it. */
  readonly process: ProcessIdentity
}

export function fastForwardRecordIn(gitDir: string): string {
  return join(gitDir, 'gatecycle', 'fast-forward.json')
}

/** What was begun in a checkout, and by whom; undefined where nothing is. */
export function readFastForward(
  gitDir: string,
): (FastForwardRecord & { readonly isAtWork: boolean }) | undefined {
  const text = readIfThere(fastForwardRecordIn(gitDir))
  if (text === undefined) return undefined
  // Written by us, whole or not at all.
  const record = JSON.parse(text) as FastForwardRecord
  return { ...record, isAtWork: livenessOf(record.process) !== 'dead' }
}

/** Gives back the index of a checkout that a dead fast-forward holds: the lock is the record, under its second name. */
export function releaseIndex(gitDir: string): void {
  const lock = join(gitDir, 'index.lock')
  const [ours, theirs] = [fastForwardRecordIn(gitDir), lock].map((path) =>
    lstatSync(path, { throwIfNoEntry: false }),
  )
  if (ours !== undefined && ours.ino === theirs?.ino && ours.dev === theirs.dev) rmSync(lock)
}

/** Whether a fast-forward of this branch died somewhere in the repository. */
export function isFastForwardUnfinished(commonGitDir: string, ref: string): boolean {
  return deadOnes(commonGitDir, ref).length > 0
}

/** The branch is where it was to go, which is the last step: nothing is left to do but to tidy up. */
export function forgetFastForwards(commonGitDir: string, ref: string): void {
  for (const gitDir of deadOnes(commonGitDir, ref)) {
    releaseIndex(gitDir)
    removeDurably(fastForwardRecordIn(gitDir))
  }
}

function deadOnes(commonGitDir: string, ref: string): readonly string[] {
  return gitDirsOf(commonGitDir).filter((gitDir) => {
    const found = readFastForward(gitDir)
    return found !== undefined && found.ref === ref && !found.isAtWork
  })
}
