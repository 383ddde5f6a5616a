import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { compareAndSwap, isAncestor, resolveCommit } from '../../adapters/repository.ts'
import { branchRefOf, publishedRefOf, runRefOf, type World } from '../world.ts'

type FollowedWorld = Pick<World, 'git' | 'featureId' | 'branch'>

/** Brings the run ref to what people committed on the branch; where the two have parted, says so and changes nothing. */
export async function followBranch(world: FollowedWorld): Promise<string> {
  const runRef = await resolveCommit(world.git, runRefOf(world))
  const branch = await resolveCommit(world.git, branchRefOf(world))
  if (branch === undefined && runRef === undefined) {
    throw new AppError('BRANCH_MISSING', `branch ${world.branch} does not exist`, {
      hint: 'loop arm creates it from the commit you have checked out',
      exitCode: exitCodes.notArmed,
    })
  }
  if (runRef === undefined) return moveRunRef(world, branch ?? '', undefined)
  if (branch === runRef) await markPublished(world, runRef)
  if (branch === undefined || branch === runRef) return runRef
  if (await isAncestor(world.git, branch, runRef)) {
    await refuseMovedBack(world, branch, runRef)
    return runRef
  }
  if (await isAncestor(world.git, runRef, branch)) return moveRunRef(world, branch, runRef)
  throw new AppError(
    'BRANCH_DIVERGED',
    `${world.branch} no longer contains what the driver committed: it was reset, rebased or force-pushed`,
    {
      hint: twoWays(world, branch, runRef),
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

/** The branch was brought further once than it stands now: somebody took commits off it, and meant to. */
async function refuseMovedBack(world: FollowedWorld, branch: string, runRef: string): Promise<void> {
  const published = await resolveCommit(world.git, publishedRefOf(world))
  if (published === undefined || published === branch) return
  if (!(await isAncestor(world.git, branch, published))) return
  throw new AppError('BRANCH_MOVED_BACK', `${world.branch} was reset to an earlier commit than it had`, {
    hint: twoWays(world, branch, runRef),
    exitCode: exitCodes.treeInTheWay,
  })
}

function twoWays(world: FollowedWorld, branch: string, runRef: string): string {
  return [
    `nothing was changed. Yours: ${branch.slice(0, 10)} (${world.branch}). The driver's: ${runRef.slice(0, 10)} (${runRefOf(world)}).`,
    `to go on from the driver's: git merge ${runRefOf(world)}   (on ${world.branch})`,
    `to go on from yours:        git update-ref ${runRefOf(world)} ${branch}`,
  ].join('\n')
}

/** Remembers that the branch has shown this commit. */
export async function markPublished(world: FollowedWorld, commit: string): Promise<void> {
  await world.git.run(['update-ref', publishedRefOf(world), commit])
}

async function moveRunRef(world: FollowedWorld, to: string, from: string | undefined): Promise<string> {
  if (await compareAndSwap(world.git, runRefOf(world), to, from)) return to
  throw new AppError('RUN_REF_MOVED', `${runRefOf(world)} was moved by somebody else`, {
    exitCode: exitCodes.treeInTheWay,
  })
}
