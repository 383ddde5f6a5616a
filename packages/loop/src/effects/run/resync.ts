import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { heldBranchPlace } from '../../adapters/checkout/fast-forward.ts'
import { faultPoint } from '../../adapters/system/fault-point.ts'
import { createGitClient } from '../../adapters/git/git-client.ts'
import { moveFreeBranch } from '../../adapters/checkout/move-free-branch.ts'
import { isAncestor, listWorktrees, swapRefs } from '../../adapters/objects/repository.ts'
import { branchRefOf, publishedRefOf, runRefOf, type World } from '../world.ts'
import { keepCommit, settleHistory } from './settle-history.ts'

/** The run ref goes to the branch. What only the run ref had is kept under a rescue ref. */
export async function takeBranch(
  world: World,
  { branch, runRef }: { readonly branch: string; readonly runRef: string },
): Promise<string> {
  const kept = await keepCommit(world, runRef)
  faultPoint('resync/move-refs/before')
  const moved = await swapRefs(world.git, [
    { ref: runRefOf(world), to: branch, from: runRef },
    { ref: publishedRefOf(world), to: branch },
  ])
  if (!moved) throw movedMeanwhile(world)
  faultPoint('resync/move-refs/after')
  await settleHistory(world, branch)
  return kept
}

/** The branch goes to the run ref. What only the branch had is kept under a rescue ref; a checkout with edits is not touched. */
export async function takeRun(
  world: World,
  { branch, runRef }: { readonly branch: string | undefined; readonly runRef: string },
): Promise<string | undefined> {
  const isLost = branch !== undefined && !(await isAncestor(world.git, branch, runRef))
  const place = (await listWorktrees(world.git)).find((other) => other.branch === branchRefOf(world))
  const kept = isLost ? await keepCommit(world, branch) : undefined
  refuseHeld(world, place?.path, branch)
  faultPoint('resync/move-refs/before')
  if (place !== undefined) await resetThere(world, place.path)
  else await moveThere(world, { branch, runRef })
  faultPoint('resync/move-refs/after')
  await world.git.text(['update-ref', '--no-deref', publishedRefOf(world), runRef])
  return kept
}

/** A branch that git itself is at work on, or that was deleted under a checkout, is not made or moved beneath it. */
function refuseHeld(world: World, checkout: string | undefined, branch: string | undefined): void {
  const held = heldBranchPlace(world.commonGitDir, branchRefOf(world))
  const isGone = checkout !== undefined && branch === undefined
  if (held === undefined && !isGone) return
  const what = isGone
    ? `was deleted while ${checkout} is on it`
    : `is being rebased or bisected (${held ?? 'elsewhere'})`
  throw new AppError('CHECKOUT_IN_USE', `${world.branch} ${what}`, {
    hint: `finish or abort that first, or switch there to another branch; then: loop resync ${world.featureId} --take run`,
    exitCode: exitCodes.treeInTheWay,
  })
}

async function moveThere(
  { env, commonGitDir, ...world }: World,
  { branch, runRef }: { readonly branch: string | undefined; readonly runRef: string },
): Promise<void> {
  const order = { directory: commonGitDir, commonGitDir, ref: branchRefOf(world), from: branch, to: runRef }
  if ((await moveFreeBranch(env, order)) !== 'moved') throw movedMeanwhile(world)
}

/** `git reset --keep` moves branch, index and files, and refuses where an edit would be lost (git-reset(1)). */
async function resetThere(world: World, path: string): Promise<void> {
  const git = createGitClient(path, world.env)
  const { exitCode, stderr } = await git.run(['reset', '--quiet', '--keep', runRefOf(world)])
  if (exitCode === 0) return
  throw new AppError(
    'CHECKOUT_IN_USE',
    `${world.branch} is checked out in ${path} with edits that would be lost: ${stderr.trim().split('\n')[0] ?? ''}`,
    {
      hint: `commit or stash them there (git -C '${path}' stash), then: loop resync ${world.featureId} --take run`,
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

function movedMeanwhile(world: Pick<World, 'branch'>): AppError {
  return new AppError('BRANCH_MOVED', `${world.branch} was moved by somebody else at this moment`, {
    hint: 'nothing was changed; try again',
    exitCode: exitCodes.treeInTheWay,
  })
}
