import { describe, expect, test } from 'vitest'
import type { EventType, SealedEvent, UnsealedEvent } from '@gatecycle/event-schema'
import { createInvariantCheck } from '../src/check-invariants.ts'
import { run, sealEvents } from './logs.ts'

const feature = 'FEAT-2026-0007'
const unit = `${feature}/T01`

type Step = readonly [type: EventType, correlation: string, payload: object]

const armed: Step = ['gate_armed', feature, { gate: 1, arm_id: 'a' }]
const started: Step = ['task_started', unit, { gate: 1 }]
const attempt: Step = ['attempt_started', unit, { attempt: 1 }]
const outcome: Step = ['attempt_outcome', unit, { attempt: 1 }]
const landed: Step = ['unit_committed', unit, {}]
const reached: Step = ['gate_reached', feature, { gate: 1 }]
const ended: Step = ['run_ended', feature, {}]

function codesOf(...steps: readonly Step[]): readonly string[] {
  const check = createInvariantCheck()
  return steps.flatMap(([event_type, correlation_id, payload], index) => {
    // only the members that the check looks at
    const event = {
      schema: 1,
      timestamp: '2026-01-31T09:30:00Z',
      event_type,
      correlation_id,
      payload,
    } as SealedEvent
    return check(event).map(({ code }) => `${code} ${index + 1}`)
  })
}

describe('what events say together', () => {
  test.each<[string, readonly Step[], readonly string[]]>([
    ['the life of a unit', [armed, started, attempt, outcome, landed, reached, ended], []],
    ['an attempt that never ended, and another one', [armed, started, attempt, attempt], ['EV401 4']],
    ['an attempt that never ended, in a run that did', [armed, started, attempt, ended, ended], ['EV401 4']],
    ['an attempt that is under way', [armed, started, attempt], []],
    ['an outcome of nothing', [armed, started, outcome], ['EV401 3']],
    [
      'an outcome of another attempt',
      [armed, started, attempt, ['attempt_outcome', unit, { attempt: 2 }]],
      ['EV401 4'],
    ],
    [
      'attempts of two units at a time',
      [armed, attempt, ['attempt_started', `${feature}/T02`, { attempt: 1 }], outcome],
      [],
    ],
    ['a unit that was committed twice', [armed, landed, landed], ['EV403 3']],
    ['a unit of a gate that is not armed', [started], ['EV404 1']],
    ['a unit of another gate', [armed, ['task_started', unit, { gate: 2 }]], ['EV404 2']],
    ['a unit of a gate that was reached', [armed, reached, started], ['EV404 3']],
    ['one name for two armings', [armed, armed], ['EV405 2']],
    ['a gate that was reached twice', [armed, reached, reached], ['EV406 3']],
    [
      'a gate that was armed again',
      [armed, reached, ['gate_armed', feature, { gate: 1, arm_id: 'b' }], started, reached],
      [],
    ],
    [
      'a unit of a part of an initiative',
      [
        ['gate_armed', 'INIT-2026-0001/F02', { gate: 1, arm_id: 'a' }],
        ['task_started', 'INIT-2026-0001/F02/T01', { gate: 1 }],
      ],
      [],
    ],
  ])('%s', (_, steps, wanted) => expect(codesOf(...steps)).toEqual(wanted))
})

test('time does not run backwards, whatever the offset', async () => {
  const event = (
    timestamp: string,
    type = 'task_started',
    payload: object = { type: 'docs', model: null },
  ) => {
    return `${JSON.stringify({ timestamp, correlation_id: unit, event_type: type, source: 'driver', source_version: '1', payload })}\n`
  }
  const log =
    event('2026-01-31T09:30:00+02:00') + event('2026-01-31T08:00:00Z') + event('2026-01-31T07:59:59.999Z')
  const { stdout, exitCode } = await run(['--invariants', '--format', 'jsonl'], { stdin: log })
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'EV402',
    pointer: '/timestamp',
    range: { start: { line: 3, column: 14 } },
  })
  expect(exitCode).toBe(1)
  const unknown = event('2026-01-31T09:30:00Z', 'task_completed', { attempts: 1, attempts_usage: [] })
  expect((await run(['--invariants'], { stdin: unknown })).stdout).toContain('EV401')
})

test('they are looked at only where somebody asks', async () => {
  const landings = [1, 2].map((second): UnsealedEvent => ({
    timestamp: `2026-01-31T09:30:0${second}Z`,
    correlation_id: unit,
    event_type: 'unit_committed',
    source: 'driver',
    source_version: '0.1.0',
    payload: { attempt: 1, commit: 'a'.repeat(40), tree: 'b'.repeat(40), parent: 'c'.repeat(40) },
  }))
  const stdin = sealEvents(landings).join('')
  expect((await run([], { stdin })).exitCode).toBe(0)
  expect((await run(['--invariants'], { stdin })).stdout).toContain('2:54 error EV403')
})
