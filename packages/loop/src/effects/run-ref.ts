import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { findDamagedRef } from '../adapters/objects/damaged-ref.ts'
import { findRefLock } from '../adapters/objects/ref-lock.ts'
import { swapRefs } from '../adapters/objects/repository.ts'
import { drivenRefOf, runRefOf, type World } from './world.ts'

/**
 * Moves the run ref, and with it the note of where the driver left it, in one transaction. False when the run ref was not where
 * we thought. Only the driver moves both: a run ref that stands elsewhere was moved by a person. `head` is a HEAD that
 * goes with it.
 */
export async function swapRunRef(
  world: Pick<World, 'git' | 'featureId'>,
  to: string,
  from: string | undefined,
  head?: string,
): Promise<boolean> {
  return swapRefs(world.git, [
    { ref: runRefOf(world), to, from },
    { ref: drivenRefOf(world), to },
    ...(head === undefined ? [] : [{ ref: head, to, isDetached: true }]),
  ])
}

/** Why the run ref could not be moved; `kept` is the commit to which it was to go. */
export function runRefStays(
  world: Pick<World, 'commonGitDir' | 'featureId'>,
  kept: string | undefined,
  meanwhile = '',
): AppError {
  const ref = runRefOf(world)
  const commit = kept === undefined ? '' : `the driver's commit is kept as ${kept}; `
  const lock = findRefLock(world.commonGitDir, [ref, drivenRefOf(world)])
  if (lock !== undefined)
    return new AppError('REF_LOCKED', `${ref} cannot be moved: ${lock} is there`, {
      hint: `${commit}another git is at work, or died there: when none is, remove that file and type the same command again`,
      exitCode: exitCodes.treeInTheWay,
    })
  const damaged = findDamagedRef(world.commonGitDir, ref)
  if (damaged !== undefined)
    return new AppError('RUN_REF_DAMAGED', `${ref} is damaged: ${damaged} names no commit`, {
      hint: `${commit}remove that file, and type the same command again: it starts from the branch; where the driver left the ref, git rev-parse ${drivenRefOf(world)} says`,
      exitCode: exitCodes.damaged,
    })
  return new AppError('RUN_REF_MOVED', `${ref} was moved by somebody else${meanwhile}`, {
    hint: `${commit}look at the ref before you run again: git show ${ref}`,
    exitCode: exitCodes.treeInTheWay,
  })
}
