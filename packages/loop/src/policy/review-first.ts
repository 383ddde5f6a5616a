import type { SealedEvent } from '@gatecycle/event-schema'
import type { Gate } from '@gatecycle/plan-model'

/** What a person should look at before anything else when a gate is reviewed: what its commits change of their own yardstick. Pure. */
export function reviewFirst(
  events: readonly SealedEvent[],
  { units }: Pick<Gate, 'units'>,
): readonly string[] {
  return units.flatMap(({ id }) => {
    const ours = events.filter((event) => event.correlation_id === id)
    const landed = ours.findLast((event) => event.event_type === 'unit_committed')
    if (landed === undefined) return []
    const started = ours.findLast(
      ({ event_type, seq }) => event_type === 'attempt_started' && seq < landed.seq,
    )
    return ours.flatMap((event) => {
      if (event.seq < (started?.seq ?? 0) || event.seq > landed.seq) return []
      if (event.event_type === 'ignored_files_made') return hidesFiles(id, event.payload.hidden)
      if (event.event_type !== 'oracle_surface_changed') return []
      const { tier, paths, declared } = event.payload
      const files = paths.join(', ')
      if (tier === 'dependencies') return [`${id} changes what is installed: ${files}`]
      const said = declared ? 'declared' : 'not declared'
      return [`${id} changes what verification looks at (${said}; the old version passed as well): ${files}`]
    })
  })
}

function hidesFiles(id: string, hidden: readonly string[]): readonly string[] {
  return hidden.length === 0 ? [] : [`${id} has git ignore what it made: ${hidden.join(', ')}`]
}
