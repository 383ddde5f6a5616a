import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { compareAndSwap } from '../../adapters/objects/repository.ts'
import { describeCause, describeSides, describeWays } from '../../policy/describe-branch.ts'
import { judgeBranch, type BranchCause, type BranchSurvey } from '../../policy/judge-branch.ts'
import { publishedRefOf, runRefOf, type World } from '../world.ts'
import { runRefStays } from '../run-ref.ts'
import { finishArm } from './finish-arm.ts'
import { settleHistory } from './settle-history.ts'
import { surveyBranch } from './survey-branch.ts'

/** Brings the run ref to what people committed on the branch; where the two have parted, says so and changes nothing. */
export async function followBranch(world: World): Promise<string> {
  await finishArm(world)
  const survey = await surveyBranch(world)
  const runRef = await follow(world, survey)
  await settleHistory(world, runRef)
  return runRef
}

async function follow(world: World, survey: BranchSurvey): Promise<string> {
  const { branch, runRef } = survey
  const cause = judgeBranch(survey)
  if (cause === 'missing') {
    throw new AppError('BRANCH_MISSING', `branch ${world.branch} does not exist`, {
      hint: 'loop arm creates it from the commit you have checked out',
      exitCode: exitCodes.notArmed,
    })
  }
  if (cause === 'waiting') return runRef ?? ''
  if (cause === 'in-step' || cause === 'new' || cause === 'ahead')
    return followTo(world, branch ?? '', runRef)
  throw refuse(cause, world, survey)
}

/** One screen: what happened, what stands where, and the command for each way on. */
function refuse(cause: BranchCause, world: World, survey: BranchSurvey): AppError {
  const words = describeCause(survey, world)
  const hint = [...describeSides(survey, world), ...describeWays(survey, world)].join('\n')
  if (cause === 'moved-back')
    return new AppError('BRANCH_MOVED_BACK', words, { hint, exitCode: exitCodes.treeInTheWay })
  if (cause === 'deleted')
    return new AppError('BRANCH_DELETED', words, { hint, exitCode: exitCodes.treeInTheWay })
  return new AppError('BRANCH_DIVERGED', words, { hint, exitCode: exitCodes.treeInTheWay })
}

/** Remembers that the branch has shown this commit. */
export async function markPublished(world: Pick<World, 'git' | 'featureId'>, commit: string): Promise<void> {
  await world.git.run(['update-ref', '--no-deref', publishedRefOf(world), commit])
}

async function followTo(world: World, to: string, from: string | undefined): Promise<string> {
  const moved = to === from || (await compareAndSwap(world.git, runRefOf(world), to, from))
  if (!moved) throw runRefStays(world, undefined)
  await markPublished(world, to)
  return to
}
