import type { SealedEvent } from '@gatecycle/event-schema'
import type { Gate } from '@gatecycle/plan-model'
import type { AttemptRow } from './retrospective.ts'

/** The attempts of a gate's units as the log tells them, in order. */
export function attemptRowsOf(log: readonly SealedEvent[], gate: Gate): readonly AttemptRow[] {
  const units = new Map(gate.units.map((unit) => [unit.id, unit]))
  return log.flatMap((event) => {
    if (event.event_type !== 'attempt_outcome' || !event.payload.counted) return []
    const unit = units.get(event.correlation_id)
    if (unit === undefined) return []
    const { attempt, outcome, cost_usd, duration_ms } = event.payload
    return [
      {
        unit: unit.id,
        attempt,
        outcome,
        costUsd: cost_usd ?? undefined,
        seconds: duration_ms / 1000,
        plannedUsd: unit.plannedCostUsd,
      },
    ]
  })
}
