import { join } from 'node:path'
import { editFrontMatter } from '@gatecycle/plan-model'
import { commitEdits } from '../adapters/objects/commit-edits.ts'
import { makeFolder } from '../adapters/system/durable-file.ts'
import { faultPoint } from '../adapters/system/fault-point.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { buildBookkeepingMessage } from '../policy/commit-message.ts'
import type { Difference } from '../policy/compare-books.ts'
import type { EventDraft } from '../ports.ts'
import { createDriverCommit } from './create-commit.ts'
import { runRefStays, swapRunRef } from './run-ref.ts'
import type { World } from './world.ts'

/** What is written, where, by whom and why. */
export interface Mending {
  readonly plan: LoadedPlan
  readonly differences: readonly Difference[]
  readonly actor: string
  readonly reason: string | undefined
}

/**
 * Front matter as history has it, with a line in the log for each unit, in one commit on the run ref. Every other byte of the files
 * stays; a gate that waits for review while a unit of it is pending is open again. Gives back the commit.
 */
export async function mendBooks(world: World, mending: Mending): Promise<string> {
  const { plan, differences } = mending
  const log = (await world.log()).textWith(differences.map((difference) => toEvent(difference, mending)))
  const commit = await commitEdits(world.git, {
    parent: plan.commit,
    edits: new Map([...editsOf(mending), [`${plan.path}/events.jsonl`, log.text]]),
    message: buildBookkeepingMessage(`chore(loop): front matter of ${world.featureId} as history has it`, [
      ['Feature', world.featureId],
      ['Event-Log', log.head],
    ]),
    scratch: makeFolder(join(world.paths.runs, world.runId)),
    create: async (order) => createDriverCommit(world, order, plan.config),
  })
  faultPoint('rebuild/move-ref/before')
  if (!(await swapRunRef(world, commit, plan.commit))) throw runRefStays(world, commit)
  faultPoint('rebuild/move-ref/after')
  return commit
}

function editsOf({ plan, differences }: Mending): ReadonlyMap<string, string> {
  const edits = new Map<string, string>()
  for (const { unit, gate, edits: wanted = {} } of differences) {
    edits.set(`${plan.path}/${unit.fileName}`, editFrontMatter(unit.file.text, wanted))
    if (wanted['status'] === 'pending' && gate.status === 'awaiting_review')
      edits.set(`${plan.path}/${gate.fileName}`, editFrontMatter(gate.file.text, { status: 'open' }))
  }
  return edits
}

function toEvent({ unit, landed }: Difference, { actor, reason }: Mending): EventDraft {
  return {
    correlation_id: unit.id,
    event_type: 'front_matter_mended',
    payload: {
      from: unit.status,
      to: landed === undefined ? 'pending' : 'done',
      attempts: landed?.attempt ?? null,
      commit: landed?.commit ?? null,
      reason: reason ?? null,
      actor,
    },
  }
}
