import { replacePending } from '../../adapters/state/pending-log.ts'
import { compareAndSwap, isAncestor, resolveCommit } from '../../adapters/objects/repository.ts'
import { linesAfterGivingUp } from '../../policy/given-up-lines.ts'
import { drivenRefOf, type World } from '../world.ts'

/**
 * Where a person took the run ref away from commits of the driver, these are kept under a rescue ref, and the log lines that tell
 * of them no longer wait for a commit. Safe to do twice: the note of where the driver left the run ref moves last.
 */
export async function settleHistory(world: World, runRef: string): Promise<void> {
  const driven = await resolveCommit(world.git, drivenRefOf(world))
  if (driven === runRef) return
  if (driven !== undefined && !(await isAncestor(world.git, driven, runRef))) {
    const detail = await giveUp(world, driven, runRef)
    world.report(`reconciled: history_given_up: ${detail}`)
    const payload = { repairs: [{ kind: 'history_given_up', detail }] }
    const log = await world.log()
    await log.append({ correlation_id: world.featureId, event_type: 'reconciled', payload })
  }
  await world.git.text(['update-ref', '-m', 'gatecycle', '--no-deref', drivenRefOf(world), runRef])
}

async function giveUp(world: World, driven: string, runRef: string): Promise<string> {
  const ref = await keepCommit(world, driven)
  const lines = linesAfterGivingUp({
    driven: (await world.planAt(driven)).log,
    kept: (await world.planAt(runRef)).log,
    tree: await world.git.text(['rev-parse', `${runRef}^{tree}`]),
  })
  const aside = lines === undefined ? undefined : replacePending(world.paths.pendingLog, lines)
  const where = aside === undefined ? '' : `; its log lines that waited: ${aside}`
  return `${driven.slice(0, 10)} is no longer in the history, and is kept as ${ref}${where}`
}

/** A commit that nobody may need any more, under a ref of its own. */
export async function keepCommit({ git, featureId }: World, commit: string): Promise<string> {
  const ref = `refs/gatecycle/rescue/${featureId}/given-up/${commit.slice(0, 12)}`
  await compareAndSwap(git, ref, commit, undefined)
  return ref
}
