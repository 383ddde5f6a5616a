import type { SealedEvent } from '@gatecycle/event-schema'

/** What a unit has taken since it was first tried, over all its arms, in the keys of its front matter. */
export interface Lifetime {
  readonly cumulative_attempts: number
  /** Missing where the cost of one attempt is not known: a part is no sum. */
  readonly cumulative_cost_usd?: number
  readonly cumulative_duration_seconds: number
}

interface Taken {
  readonly counted: boolean
  readonly cost_usd: number | null
  readonly duration_ms: number
}

/** Adds up what the log tells of a unit, and the attempt that is not told yet. Pure. */
export function lifetimeOf(
  log: readonly SealedEvent[],
  unit: string,
  now?: Omit<Taken, 'counted'>,
): Lifetime {
  const told = log.flatMap((event): readonly Taken[] =>
    event.event_type === 'attempt_outcome' && event.correlation_id === unit ? [event.payload] : [],
  )
  const all = now === undefined ? told : [...told, { counted: true, ...now }]
  const costs = all.flatMap(({ cost_usd: cost }) => (cost === null ? [] : [cost]))
  const isKnown = costs.length === all.length && all.length > 0
  return {
    cumulative_attempts: all.filter(({ counted }) => counted).length,
    // Cents add up to what nobody would write: 0.1 + 0.2.
    ...(isKnown ? { cumulative_cost_usd: Math.round(costs.reduce((a, b) => a + b, 0) * 1e6) / 1e6 } : {}),
    cumulative_duration_seconds: all.reduce((sum, { duration_ms: ms }) => sum + ms, 0) / 1000,
  }
}
