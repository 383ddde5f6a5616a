import type { SealedEvent } from '@gatecycle/event-schema'
import { expect, test } from 'vitest'
import { lifetimeOf } from '../../src/policy/lifetime-of.ts'

const attempt = (unit: string, cost: number | null, counted = true): SealedEvent =>
  ({
    event_type: 'attempt_outcome',
    correlation_id: unit,
    payload: { counted, cost_usd: cost, duration_ms: 1500 },
  }) as SealedEvent

const other = { event_type: 'task_started', correlation_id: 'U' } as SealedEvent

test('attempts of every arm are added up, and the one that is not told yet', () => {
  const log = [attempt('U', 0.1), other, attempt('V', 7), attempt('U', 0.2)]
  expect(lifetimeOf(log, 'U', { cost_usd: 0.4, duration_ms: 500 })).toEqual({
    cumulative_attempts: 3,
    cumulative_cost_usd: 0.7,
    cumulative_duration_seconds: 3.5,
  })
})

test('an attempt that was cut does not count as one, but what it cost was spent', () => {
  expect(lifetimeOf([attempt('U', 0.5, false), attempt('U', 0.25)], 'U')).toEqual({
    cumulative_attempts: 1,
    cumulative_cost_usd: 0.75,
    cumulative_duration_seconds: 3,
  })
})

test('where the cost of one attempt is not known there is no sum', () => {
  const log = [attempt('U', null), attempt('U', 1)]
  expect(lifetimeOf(log, 'U')).toEqual({ cumulative_attempts: 2, cumulative_duration_seconds: 3 })
  expect(lifetimeOf([], 'U')).toEqual({ cumulative_attempts: 0, cumulative_duration_seconds: 0 })
})
