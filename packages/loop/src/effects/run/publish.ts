import { compareAndSwap, isAncestor, listWorktrees, resolveCommit } from '../../adapters/repository.ts'
import { createCheckoutGit } from '../../adapters/checkout-git.ts'
import type { Publication } from '../../machine/run-state.ts'
import { branchRefOf, runRefOf, type World } from '../world.ts'
import { markPublished } from './follow-branch.ts'

type PublishedWorld = Pick<World, 'git' | 'featureId' | 'branch' | 'env'>

/**
 * Brings the feature branch to the run ref. Checked out nowhere: compare-and-swap. Checked out and clean: a fast-forward there.
 * Otherwise nothing is touched, and the one command to type is told.
 */
export async function publish(world: PublishedWorld): Promise<Publication> {
  const runRef = await resolveCommit(world.git, runRefOf(world))
  const branch = await resolveCommit(world.git, branchRefOf(world))
  if (runRef === undefined || runRef === branch) return { kind: 'unchanged' }
  if (branch !== undefined && !(await isAncestor(world.git, branch, runRef))) {
    return waiting(
      world,
      'it was moved meanwhile; nothing was reset',
      `git log --oneline --graph ${world.branch} ${runRefOf(world)}`,
    )
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
  const place = (await listWorktrees(world.git)).find((worktree) => worktree.branch === branchRefOf(world))
  if (place !== undefined) return fastForward(place.path, world)
  const moved = await compareAndSwap(world.git, branchRefOf(world), runRef, branch)
  if (moved) return { kind: 'published', branch: world.branch }
  return waiting(
    world,
    'it was moved at this moment',
    `git log --oneline --graph ${world.branch} ${runRefOf(world)}`,
  )
}

async function fastForward(path: string, world: PublishedWorld): Promise<Publication> {
  const git = createCheckoutGit(path, world.env)
  const status = await git.text(['status', '--porcelain', '--untracked-files=no'])
  const merge = `git merge --ff-only ${runRefOf(world)}`
  if (status !== '') return waiting(world, `it is checked out in ${path} with changes of yours`, merge)
  const { exitCode, stderr } = await git.run(['merge', '--ff-only', '--quiet', runRefOf(world)])
  if (exitCode === 0) return { kind: 'published', branch: world.branch }
  return waiting(
    world,
    `git would not fast-forward it in ${path}: ${stderr.trim().split('\n').slice(0, 4).join(' ')}`,
    merge,
  )
}

function waiting({ branch }: Pick<World, 'branch'>, reason: string, command: string): Publication {
  return { kind: 'waiting', branch, reason, command }
}
