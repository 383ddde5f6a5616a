import type { SealedEvent } from '@gatecycle/event-schema'
import { expect, test } from 'vitest'
import { reviewFirst } from '../../src/policy/review-first.ts'
import { createUnit } from '../sample-feature.ts'

const unit = createUnit('T01')
const gate = { units: [unit] }

/** Events of the unit in order; only what is read of them is there. */
function logOf(...events: readonly (readonly [string, object])[]): readonly SealedEvent[] {
  return events.map(
    ([event_type, payload], index) =>
      ({ event_type, correlation_id: unit.id, seq: index + 1, payload }) as unknown as SealedEvent,
  )
}
const started = ['attempt_started', {}] as const
const changed = (tier: string, declared: boolean) =>
  ['oracle_surface_changed', { tier, paths: ['a.json'], declared }] as const
const committed = ['unit_committed', {}] as const

test('a change that landed is told, with what was said about it beforehand', () => {
  expect(reviewFirst(logOf(started, changed('configuration', false), committed), gate)).toEqual([
    `${unit.id} changes what verification looks at (not declared; the old version passed as well): a.json`,
  ])
  expect(reviewFirst(logOf(started, changed('configuration', true), committed), gate)[0]).toContain(
    '(declared;',
  )
  expect(reviewFirst(logOf(started, changed('dependencies', false), committed), gate)).toEqual([
    `${unit.id} changes what is installed: a.json`,
  ])
})

test('a pass on the second run, a waived failure and a count that nobody knows are told, once each', () => {
  const ran = (answer: string, tests: object | null = null, more = {}) =>
    ['command_run', { set: 'code', name: answer, answer, tests, argv: ['x'], ...more }] as const
  const log = logOf(
    started,
    ran('flaky_pass', { executed: 1 }),
    ran('waived', null, { reason: 'red before' }),
    ran('passed'),
    ran('passed'),
    ran('counted', { executed: 3 }, { answer: 'passed' }),
    ran('plan-lint', null, { answer: 'passed', argv: ['gatecycle', 'plan-lint'] }),
    committed,
  )
  expect(reviewFirst(log, gate)).toEqual([
    `${unit.id} passed code/flaky_pass only when it was run once more`,
    `${unit.id} landed although code/waived failed: red before`,
    'count unknown: code/passed (no test runner is known in what they said)',
  ])
})

test('what did not land is not told: another attempt, or no commit', () => {
  expect(reviewFirst(logOf(started, changed('configuration', false)), gate)).toEqual([])
  expect(reviewFirst(logOf(started, changed('configuration', false), started, committed), gate)).toEqual([])
})
