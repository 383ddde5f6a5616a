import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { resolveCommit } from '../adapters/objects/repository.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import { branchRefOf, runRefOf, type World } from '../effects/world.ts'
import type { Publication } from '../machine/run-state.ts'

/** What was verified but not yet shown on the branch comes first: what a person decides builds on all of it. */
export async function bringUpToDate(world: World): Promise<Publication> {
  const branch = await resolveCommit(world.git, branchRefOf(world))
  const runRef = await resolveCommit(world.git, runRefOf(world))
  if (branch === undefined && runRef === undefined) return { kind: 'unchanged' }
  await followBranch(world)
  const publication = await publish(world)
  if (publication.kind !== 'waiting') return publication
  throw new AppError(
    'BRANCH_BEHIND',
    `${world.branch} does not have the last verified commits yet: ${publication.reason}`,
    {
      hint: publication.command,
      exitCode: exitCodes.treeInTheWay,
    },
  )
}
