import type { EventPayloads, SealedEvent } from '@gatecycle/event-schema'
import type { Gate } from '@gatecycle/plan-model'
import { describeShrinkage } from './test-shrinkage.ts'

/** What a person should look at before anything else when a gate is reviewed: what the passes of its units rest on. Pure. */
export function reviewFirst(
  events: readonly SealedEvent[],
  { units }: Pick<Gate, 'units'>,
): readonly string[] {
  const landed = units.map(({ id }) => landedEvents(events, id))
  const told = landed.flatMap((ours) => ours.flatMap(tell))
  return [...new Set([...told, ...tellUncounted(landed.flat())])]
}

/** What was written about the attempt of a unit that became its commit. */
function landedEvents(events: readonly SealedEvent[], id: string): readonly SealedEvent[] {
  const ours = events.filter((event) => event.correlation_id === id)
  const landed = ours.findLast((event) => event.event_type === 'unit_committed')
  if (landed === undefined) return []
  const started = ours.findLast(({ event_type, seq }) => event_type === 'attempt_started' && seq < landed.seq)
  return ours.filter(({ seq }) => seq > (started?.seq ?? 0) && seq < landed.seq)
}

function tell(event: SealedEvent): readonly string[] {
  const id = event.correlation_id
  if (event.event_type === 'oracle_surface_changed') {
    const { tier, paths, declared } = event.payload
    const files = paths.join(', ')
    if (tier === 'dependencies') return [`${id} changes what is installed: ${files}`]
    const said = declared ? 'declared' : 'not declared'
    return [`${id} changes what verification looks at (${said}; the old version passed as well): ${files}`]
  }
  if (event.event_type === 'ignored_files_made') return hidesFiles(id, event.payload.hidden)
  if (event.event_type === 'tests_compared') return tellTests(id, event.payload)
  if (event.event_type === 'tests_weakened')
    return event.payload.files.map(({ path, what }) => `${id} takes away from ${path}: ${what.join(', ')}`)
  if (event.event_type !== 'command_run') return []
  const { set, name, answer, reason = '' } = event.payload
  if (answer === 'flaky_pass') return [`${id} passed ${set}/${name} only when it was run once more`]
  return answer === 'waived' ? [`${id} landed although ${set}/${name} failed: ${reason}`] : []
}

function tellTests(id: string, { base, policy, shrunk }: EventPayloads['tests_compared']): readonly string[] {
  if (base === null) return [`${id} could not be held against the tests before it: nobody knows which ran`]
  if (policy === 'allow') return []
  return shrunk.map(({ after, declared, ...one }) => {
    const said = declared ? 'declared' : 'not declared'
    return `${id} runs fewer tests (${said}): ${describeShrinkage({ ...one, after: after ?? undefined })}`
  })
}

/** One line for all commands in whose output no test runner was recognised; the driver's own checks have nothing to count. */
function tellUncounted(events: readonly SealedEvent[]): readonly string[] {
  const names = events.flatMap((event) => {
    if (event.event_type !== 'command_run') return []
    const { set, name, answer, tests, argv } = event.payload
    const isUnknown = answer === 'passed' && tests === null && argv?.[0] !== 'gatecycle'
    return isUnknown ? [`${set}/${name}`] : []
  })
  if (names.length === 0) return []
  return [`count unknown: ${[...new Set(names)].join(', ')} (no test runner is known in what they said)`]
}

function hidesFiles(id: string, hidden: readonly string[]): readonly string[] {
  return hidden.length === 0 ? [] : [`${id} has git ignore what it made: ${hidden.join(', ')}`]
}
