import { findRefLock } from '../../adapters/objects/ref-lock.ts'
import { moveFreeBranch } from '../../adapters/checkout/move-free-branch.ts'
import { isAncestor, listWorktrees, resolveCommit } from '../../adapters/objects/repository.ts'
import { fastForwardCheckout, heldBranchPlace } from '../../adapters/checkout/fast-forward.ts'
import { forgetFastForwards } from '../../adapters/checkout/fast-forward-record.ts'
import type { Publication } from '../../machine/run-state.ts'
import { branchRefOf, runRefOf, type World } from '../world.ts'
import { markPublished } from './follow-branch.ts'

type PublishedWorld = Pick<World, 'git' | 'featureId' | 'branch' | 'env' | 'commonGitDir'>

/**
 * Brings the feature branch to the run ref. Checked out nowhere: compare-and-swap. Checked out and clean: a fast-forward there.
 * Otherwise nothing is touched, and the one command to type is told.
 */
export async function publish(world: PublishedWorld): Promise<Publication> {
  const runRef = await resolveCommit(world.git, runRefOf(world))
  const branch = await resolveCommit(world.git, branchRefOf(world))
  if (runRef === undefined || runRef === branch) {
    forgetFastForwards(world.commonGitDir, branchRefOf(world))
    return { kind: 'unchanged' }
  }
  if (branch !== undefined && !(await isAncestor(world.git, branch, runRef))) {
    return waiting(world, 'it was moved meanwhile; nothing was reset', `loop resync ${world.featureId}`)
  }
  const publication = await bringUp(world, runRef, branch)
  if (publication.kind === 'published') await markPublished(world, runRef)
  return publication
}

async function bringUp(
  world: PublishedWorld,
  runRef: string,
  branch: string | undefined,
): Promise<Publication> {
  const merge = `git merge --ff-only ${runRefOf(world)}`
  const place = (await listWorktrees(world.git)).find((worktree) => worktree.branch === branchRefOf(world))
  if (place !== undefined) {
    // Deleted under a checkout that is on it: to make it again would turn that checkout's index into one large change.
    if (branch === undefined) return waiting(world, `it was deleted while ${place.path} is on it`, merge)
    const answer = await fastForwardCheckout(world.git, world.env, {
      path: place.path,
      ref: branchRefOf(world),
      from: branch,
      to: runRef,
    })
    return answer.done ? { kind: 'published', branch: world.branch } : waiting(world, answer.reason, merge)
  }
  const held = heldBranchPlace(world.commonGitDir, branchRefOf(world))
  if (held !== undefined) return waiting(world, `it is being rebased or bisected (${held})`, merge)
  const moved = await moveFreeBranch(world.env, {
    directory: world.commonGitDir,
    commonGitDir: world.commonGitDir,
    ref: branchRefOf(world),
    from: branch,
    to: runRef,
  })
  if (moved === 'moved') return { kind: 'published', branch: world.branch }
  if (moved === 'in-use') return waiting(world, 'somebody switched to it at this moment', merge)
  const lock = findRefLock(world.commonGitDir, [branchRefOf(world)])
  const reason =
    lock === undefined
      ? 'it was moved at this moment'
      : `${lock} is there, of another git at work or of one that died: remove it when none is`
  return waiting(world, reason, `loop resync ${world.featureId}`)
}

function waiting({ branch }: Pick<World, 'branch'>, reason: string, command: string): Publication {
  return { kind: 'waiting', branch, reason, command }
}
