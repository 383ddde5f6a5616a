import { dirname } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { commitEdits } from '../adapters/objects/commit-edits.ts'
import { makeFolder } from '../adapters/system/durable-file.ts'
import { faultPoint } from '../adapters/system/fault-point.ts'
import { adoptFiles, checkedOutBranch } from '../adapters/checkout/operator-checkout.ts'
import { compareAndSwap, listWorktrees, resolveCommit } from '../adapters/objects/repository.ts'
import { forgetArm, noteArm } from '../effects/run/finish-arm.ts'
import type { CommitOrder } from '../adapters/objects/repository.ts'
import { createDriverCommit } from '../effects/create-commit.ts'
import { markPublished } from '../effects/run/follow-branch.ts'
import { swapRunRef } from '../effects/run-ref.ts'
import { branchRefOf, runRefOf, type World } from '../effects/world.ts'
import type { UnarmedPlan } from './unarmed-plan.ts'

interface ArmCommit {
  readonly message: string
  /** Signed also where other commits are not. */
  readonly sign: boolean
}

/**
 * Commits the arm on the feature branch, made from the source commit where there is no branch yet. Where the branch is checked out
 * here, the files of this commit, and no others, are brought into the checkout and its index.
 */
export async function landArm(
  world: World,
  { source, plan }: UnarmedPlan,
  changed: ReadonlyMap<string, string | undefined>,
  { message, sign }: ArmCommit,
): Promise<string> {
  const here = (await checkedOutBranch(world.git)) === world.branch
  if (!here) await refuseElsewhere(world)
  const branch = await resolveCommit(world.git, branchRefOf(world))
  const scratch = makeFolder(dirname(world.paths.journal))
  const { commit: how } = plan.config
  const config = { commit: sign ? { ...how, sign: 'always' as const } : how }
  const create = async (order: CommitOrder): Promise<string> => createDriverCommit(world, order, config)
  const commit = await commitEdits(world.git, { parent: source, edits: changed, message, scratch, create })
  if (here) noteArm(world, commit, [...changed.keys()])
  faultPoint('arm/move-branch/before')
  if (!(await compareAndSwap(world.git, branchRefOf(world), commit, branch))) {
    throw new AppError('BRANCH_MOVED', `${world.branch} was moved by somebody else at this moment`, {
      hint: 'nothing was armed; try again',
      exitCode: exitCodes.treeInTheWay,
    })
  }
  faultPoint('arm/move-branch/after')
  if (here) await adoptFiles(world.git, changed)
  faultPoint('arm/adopt-files/after')
  await swapRunRef(world, commit, await resolveCommit(world.git, runRefOf(world)))
  faultPoint('arm/move-run-ref/after')
  await markPublished(world, commit)
  forgetArm(world)
  return commit
}

async function refuseElsewhere(world: World): Promise<void> {
  const other = (await listWorktrees(world.git)).find(({ branch }) => branch === branchRefOf(world))
  if (other === undefined) return
  throw new AppError('BRANCH_ELSEWHERE', `${world.branch} is checked out in ${other.path}`, {
    hint: `type it there: cd '${other.path}' && loop arm ${world.featureId}`,
    exitCode: exitCodes.treeInTheWay,
  })
}
