import { describe, expect, test } from 'vitest'
import { checkEvent, checkUnsealedEvent, type EventProblem } from '@gatecycle/event-schema'
import { unsealed } from './events.ts'

const outcome = unsealed('attempt_outcome')

function withPayload(change: object): readonly EventProblem[] {
  return checkUnsealedEvent({ ...outcome, payload: { ...outcome.payload, ...change } })
}

describe('checkEvent says what is wrong, where, and what was meant', () => {
  test.each<[string, readonly EventProblem[], Partial<EventProblem>]>([
    [
      'a value that is nearly right',
      withPayload({ outcome: 'pased' }),
      { code: 'EV203', pointer: '/payload/outcome', hint: 'did you mean "passed"?', nearest: 'passed' },
    ],
    [
      'a member that is nearly right',
      withPayload({ sumary: '' }),
      { code: 'EV202', pointer: '/payload/sumary', nearest: 'summary' },
    ],
    [
      'another type',
      withPayload({ counted: 'yes' }),
      { code: 'EV204', message: 'payload/counted is "yes", boolean wanted' },
    ],
    [
      'a number that is too small',
      withPayload({ attempt: 0 }),
      { code: 'EV207', message: 'payload/attempt is 0, at least 1 wanted' },
    ],
    [
      'an empty text',
      withPayload({ rescue_ref: '' }),
      { code: 'EV207', message: 'payload/rescue_ref is empty' },
    ],
    ['not a number', withPayload({ cost_usd: Number.NaN }), { code: 'EV204', pointer: '/payload/cost_usd' }],
    [
      'a member that is undefined',
      withPayload({ summary: undefined }),
      { code: 'EV201', pointer: '/payload' },
    ],
    [
      'an event type that is nearly right',
      checkUnsealedEvent({ ...outcome, event_type: 'attempt_outcom' }),
      { code: 'EV208', severity: 'error', nearest: 'attempt_outcome' },
    ],
    [
      'the payload of another type',
      checkUnsealedEvent({ ...outcome, payload: unsealed('prompt_written').payload }),
      { code: 'EV209', pointer: '/payload', nearest: 'prompt_written' },
    ],
    ['a payload that is no object', checkUnsealedEvent({ ...outcome, payload: [] }), { code: 'EV209' }],
    [
      'a time that does not exist',
      checkUnsealedEvent({ ...outcome, timestamp: '2026-02-30T00:00:00Z' }),
      { code: 'EV205' },
    ],
    [
      'a time that is not UTC',
      checkUnsealedEvent({ ...outcome, timestamp: '2026-01-31T09:30:00+01:00' }),
      { code: 'EV205' },
    ],
    [
      'an id of another form',
      checkUnsealedEvent({ ...outcome, correlation_id: 'FEAT-7' }),
      {
        code: 'EV206',
        message:
          'correlation_id is "FEAT-7", a feature or unit like FEAT-2026-0007 or FEAT-2026-0007/T01 wanted',
      },
    ],
    ['a version to come', checkEvent({ ...outcome, schema: 2 }), { code: 'EV210', pointer: '/schema' }],
    ['no object', checkEvent([]), { code: 'EV110', message: 'an event is an object, this is an array' }],
  ])('%s', (_, problems, wanted) => {
    expect(problems).toMatchObject([wanted])
  })

  test('prev and hash are digests', () => {
    const event = { ...outcome, schema: 1, seq: 1, prev: 'none', hash: `sha256:${'A'.repeat(64)}` }
    expect(checkEvent(event)).toMatchObject([
      { code: 'EV206', pointer: '/prev' },
      { code: 'EV206', pointer: '/hash' },
    ])
  })

  test('names that every object has do not get through', () => {
    for (const event_type of ['constructor', 'toString', '__proto__']) {
      expect(checkUnsealedEvent({ ...outcome, event_type })).toMatchObject([{ code: 'EV208' }])
    }
    const payload: unknown = JSON.parse('{"gate":1,"terminal":true,"units":1,"__proto__":{},"constructor":1}')
    expect(checkUnsealedEvent({ ...unsealed('gate_reached'), payload })).toMatchObject([
      { code: 'EV202' },
      { code: 'EV202' },
    ])
  })

  test('control characters do not reach the message', () => {
    expect(withPayload({ outcome: '\u001b[31mred' })[0]?.message).not.toContain('\u001b')
  })

  test('a log of older tools may have types that are not known here', () => {
    const event = { ...older, event_type: 'task_begun', payload: { any: 1 } }
    expect(checkEvent(event)).toMatchObject([{ code: 'EV208', severity: 'warning' }])
    expect(checkEvent({ ...older, event_type: 'plan_ready', payload: { any: 1 } })).toEqual([])
  })

  test('of two shapes the nearer one is explained', () => {
    const event = {
      ...older,
      event_type: 'task_started',
      payload: { type: 'docs', model: 'opus', rearm_count: 1 },
    }
    expect(checkEvent(event)).toMatchObject([{ code: 'EV202', nearest: 're_arm_count' }])
    expect(checkEvent({ ...event, payload: { issue_url: 'x' } })).toMatchObject([{ code: 'EV201' }])
  })
})

const older = {
  timestamp: '2026-01-31T09:30:00+02:00',
  correlation_id: 'INIT-2026-0001',
  source: 'component:api',
  source_version: '0.9.3',
}
