import { expect, test } from 'vitest'
import type { SealedEvent } from '@gatecycle/event-schema'
import { attemptRowsOf } from '../../src/policy/attempt-rows.ts'
import { createGate, createUnit } from '../sample-feature.ts'

const unit = createUnit('T01', { plannedCostUsd: 0.5 })
const outcome = (changes: object, correlation_id = unit.id): SealedEvent => {
  const payload = {
    attempt: 1,
    outcome: 'failed',
    counted: true,
    cost_usd: null,
    duration_ms: 1500,
    ...changes,
  }
  // An attempt's end, as far as the table looks.
  return { event_type: 'attempt_outcome', correlation_id, payload } as unknown as SealedEvent
}

test('the rows are the counted attempts of the gate’s units, in order', () => {
  const log = [
    outcome({}),
    outcome({ counted: false, outcome: 'interrupted', attempt: 2 }),
    outcome({}, 'FEAT-2026-0007/T99'),
    { event_type: 'task_started', correlation_id: unit.id, payload: {} } as unknown as SealedEvent,
    outcome({ attempt: 2, outcome: 'passed', cost_usd: 0.25 }),
  ]
  expect(attemptRowsOf(log, createGate([unit]))).toEqual([
    { unit: unit.id, attempt: 1, outcome: 'failed', costUsd: undefined, seconds: 1.5, plannedUsd: 0.5 },
    { unit: unit.id, attempt: 2, outcome: 'passed', costUsd: 0.25, seconds: 1.5, plannedUsd: 0.5 },
  ])
})
