import { capPaths } from '../policy/cap-paths.ts'
import { readSealed } from './read-sealed.ts'
import { changedBlobs } from '../adapters/objects/change-digest.ts'
import type { UnitCommit } from '../adapters/objects/unit-commits.ts'
import type { EventDraft } from '../ports.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import type { World } from './world.ts'

/**
 * Log lines that waited for a commit and were lost, made again from the commits that they told of: what landed, and as what.
 * What only they knew (how long it took, what it cost) is left unknown. Gives back the units.
 */
export async function rebuildLandings(
  world: World,
  plan: LoadedPlan,
  commits: readonly UnitCommit[],
): Promise<readonly string[]> {
  const log = await world.log()
  const events = readSealed(log)
  const known = new Set(
    events.flatMap((event) => (event.event_type === 'unit_committed' ? [event.payload.tree] : [])),
  )
  const missing = commits.filter(({ tree, isUndone }) => !isUndone && !known.has(tree)).toReversed()
  for (const commit of missing) {
    for (const draft of await landingOf(world, plan, commit)) await log.append(draft)
  }
  return missing.map(({ unit }) => unit)
}

async function landingOf(
  { git }: World,
  plan: LoadedPlan,
  { unit, commit, tree, attempt }: UnitCommit,
): Promise<readonly EventDraft[]> {
  const parent = await git.text(['rev-parse', `${commit}^`])
  const changes = await changedBlobs(git, { from: parent, to: commit, without: `${plan.path}/events.jsonl` })
  const outcome = {
    attempt,
    outcome: 'passed',
    counted: true,
    summary: 'told again from the commit: the line that told it first was lost',
    result: 'missing',
    ...capPaths(Object.keys(changes ?? {})),
    rescue_ref: null,
    cost_usd: null,
    duration_ms: 0,
  } as const
  const landed = { attempt, commit, tree, parent, ...(changes === undefined ? {} : { changes }) }
  return [
    { correlation_id: unit, event_type: 'attempt_outcome', payload: outcome },
    { correlation_id: unit, event_type: 'unit_committed', payload: landed },
    {
      correlation_id: unit,
      event_type: 'task_completed',
      payload: { attempts: attempt, cost_usd: null, duration_ms: 0 },
    },
  ]
}
