import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { compareAndSwap, isAncestor, resolveCommit } from '../../adapters/repository.ts'
import { branchRefOf, runRefOf, type World } from '../world.ts'

/** Brings the run ref to what people committed on the branch; where the two have parted, says so and changes nothing. */
export async function followBranch(world: Pick<World, 'git' | 'featureId' | 'branch'>): Promise<string> {
  const runRef = await resolveCommit(world.git, runRefOf(world))
  const branch = await resolveCommit(world.git, branchRefOf(world))
  if (branch === undefined && runRef === undefined) {
    throw new AppError('BRANCH_MISSING', `branch ${world.branch} does not exist`, {
      hint: 'loop arm creates it from the commit you have checked out',
      exitCode: exitCodes.notArmed,
    })
  }
  if (runRef === undefined) return moveRunRef(world, branch ?? '', undefined)
  if (branch === undefined || branch === runRef || (await isAncestor(world.git, branch, runRef)))
    return runRef
  if (await isAncestor(world.git, runRef, branch)) return moveRunRef(world, branch, runRef)
  throw new AppError(
    'BRANCH_DIVERGED',
    `${world.branch} no longer contains what the driver committed: it was reset, rebased or force-pushed`,
    {
      hint: [
        `nothing was changed. Yours: ${branch.slice(0, 10)} (${world.branch}). The driver's: ${runRef.slice(0, 10)} (${runRefOf(world)}).`,
        `to go on from the driver's: git merge ${runRefOf(world)}   (on ${world.branch})`,
        `to go on from yours:        git update-ref ${runRefOf(world)} ${branch}`,
      ].join('\n'),
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

async function moveRunRef(
  world: Pick<World, 'git' | 'featureId' | 'branch'>,
  to: string,
  from: string | undefined,
): Promise<string> {
  if (await compareAndSwap(world.git, runRefOf(world), to, from)) return to
  throw new AppError('RUN_REF_MOVED', `${runRefOf(world)} was moved by somebody else`, {
    exitCode: exitCodes.treeInTheWay,
  })
}
