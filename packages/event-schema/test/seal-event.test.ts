import { describe, expect, test } from 'vitest'
import {
  checkEvent,
  checkUnsealedEvent,
  createLogReader,
  isSealedLog,
  noHash,
  parseLogLine,
  readLog,
  sealEvent,
  type UnsealedEvent,
} from '@gatecycle/event-schema'
import { sealAll, unsealed } from './events.ts'

const older = {
  timestamp: '2026-01-31T09:30:00.000000+00:00',
  correlation_id: 'FEAT-2026-0007',
  event_type: 'gate_reached',
  source: 'driver',
  source_version: '0.9.3',
  payload: { gate: 1 },
}

describe('sealEvent', () => {
  test('numbers lines from 1 and links each to the one before', () => {
    const first = sealEvent(undefined, unsealed('gate_reached'))
    const second = sealEvent(first.head, unsealed('task_started'))
    expect(JSON.parse(first.line)).toMatchObject({ schema: 1, seq: 1, prev: noHash, hash: first.head.hash })
    expect(JSON.parse(second.line)).toMatchObject({ seq: 2, prev: first.head.hash, hash: second.head.hash })
    expect(checkEvent(JSON.parse(second.line))).toEqual([])
  })

  test('puts the hash last, over the bytes before it', () => {
    const { line } = sealEvent(undefined, unsealed('gate_reached'))
    expect(line).toMatch(/,"hash":"sha256:[0-9a-f]{64}"\}\n$/u)
    expect(parseLogLine(line.trimEnd()).problems).toEqual([])
    expect(parseLogLine(line.trimEnd().replace('"gate":1', '"gate":2')).problems).toMatchObject([
      { code: 'EV301' },
    ])
  })

  test.each([
    ['stands before another member', (line: string) => line.replace(/(,"hash":"[^"]+")\}/u, '$1,"x":1}')],
    ['is written with blanks', (line: string) => line.replace('"hash":', '"hash": ')],
    ['is followed by a blank', (line: string) => line.replace(/\}$/u, ' }')],
    ['stands first', (line: string) => line.replace(/^\{(.*),("hash":"[^"]+")\}$/u, '{$2,$1}')],
  ])('a line whose hash %s is not as it was sealed', (_, change) => {
    const line = sealEvent(undefined, unsealed('gate_reached')).line.trimEnd()
    const codes = parseLogLine(change(line)).problems.map(({ code }) => code)
    expect(codes).toContain('EV309')
    expect(codes).not.toContain('EV301')
  })

  test('a line that is longer than a reader takes is not sealed', () => {
    const event = {
      ...unsealed('violation_recorded'),
      payload: { attempt: 1, kind: 'head_moved', detail: 'é'.repeat(600_000) },
    }
    expect(() => sealEvent(undefined, event as UnsealedEvent)).toThrow(RangeError)
  })
})

describe('readLog', () => {
  const log = sealAll(['run_started', 'task_started', 'gate_reached'])

  test('gives the events, and the head that the next one is sealed with', () => {
    const reading = readLog(log)
    expect(reading.events.map(({ event_type }) => event_type)).toEqual([
      'run_started',
      'task_started',
      'gate_reached',
    ])
    expect(reading).toMatchObject({ head: { seq: 3, hash: reading.events[2]?.hash }, validBytes: log.length })
    expect(reading).not.toHaveProperty('problem')
  })

  test('leaves a torn last line out and says so', () => {
    const reading = readLog(log.slice(0, -1))
    expect(reading).toMatchObject({ torn: { line: 3 }, head: { seq: 2 } })
    expect(reading).not.toHaveProperty('problem')
    expect(readLog(log.slice(0, reading.validBytes))).not.toHaveProperty('torn')
  })

  test.each<[string, (lines: string[]) => string[], string, number]>([
    ['a dropped line', ([a, , c]) => [a!, c!], 'EV302', 2],
    ['swapped lines', ([a, b, c]) => [a!, c!, b!], 'EV302', 2],
    ['a repeated line', ([a, b, c]) => [a!, b!, b!, c!], 'EV303', 3],
    ['a changed line', ([a, b, c]) => [a!, b!.replace('sonnet', 'sonnot'), c!], 'EV301', 2],
    ['a line that is not JSON', ([a, b]) => [a!, `${b}}`], 'EV109', 2],
    ['an empty line', ([a, b]) => [a!, '', b!], 'EV307', 2],
    ['a line that is too long', ([a]) => [a!, ' '.repeat(1024 * 1024 + 1)], 'EV107', 2],
    ['a line that ends with CR LF', ([a, b]) => [a!, `${b}\r`], 'EV104', 2],
    ['an unsealed line', ([a]) => [a!, JSON.stringify(older)], 'EV306', 2],
  ])('refuses %s', (_, damage, code, line) => {
    const reading = readLog(`${damage(log.trimEnd().split('\n')).join('\n')}\n`)
    expect(reading.problem).toMatchObject({ code, line })
    expect(reading.events).toHaveLength(line - 1)
  })

  test('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.from(log.replace('sonnet', 'sonn\u00E9t'), 'latin1')
    expect(readLog(bytes)).toMatchObject({ problem: { code: 'EV106', line: 2 }, events: [{ seq: 1 }] })
  })

  test('of an empty log is empty', () => {
    expect(readLog('')).toEqual({ events: [], older: [], head: undefined, validBytes: 0 })
  })

  test('is the longest valid prefix, wherever a log is cut off', () => {
    const ends = log.split('').flatMap((letter, at) => (letter === '\n' ? [at + 1] : []))
    for (let length = 0; length <= log.length; length += 1) {
      const reading = readLog(log.slice(0, length))
      const whole = ends.filter((end) => end <= length)
      expect(reading).toMatchObject({ validBytes: whole.at(-1) ?? 0, events: { length: whole.length } })
      expect(reading.torn === undefined).toBe(length === (whole.at(-1) ?? 0))
      expect(reading).not.toHaveProperty('problem')
    }
  })

  test('seals the lines of older tools with the first line after them', () => {
    const before = `${JSON.stringify(older)}\n`
    const { head } = readLog(before)
    const { line } = sealEvent(head, unsealed('run_started'))
    expect(readLog(before + line)).toMatchObject({ older: [older], head: { seq: 1 } })
    expect(readLog(before.replace('0.9.3', '0.9.4') + line).problem).toMatchObject({ code: 'EV305', line: 2 })
  })
})

test.each([
  ['sealed lines', sealAll(['gate_reached', 'task_started']), true],
  [
    'sealed lines behind those of older tools',
    `${JSON.stringify(older)}\n${sealAll(['gate_reached'])}`,
    true,
  ],
  ['a sealed line without its end', sealAll(['gate_reached']).trimEnd(), true],
  ['lines of older tools', `${JSON.stringify(older)}\n`, false],
  ['a hash that is not the last member', '{"hash":"x","a":1}\n', false],
  ['nothing', '', false],
])('a log of %s is one of version 1: %s', (_, log, isSealed) => {
  expect(isSealedLog(log)).toBe(isSealed)
})

test('an event is checked before it has a place', () => {
  expect(checkUnsealedEvent(unsealed('gate_reached'))).toEqual([])
  expect(checkUnsealedEvent({ ...unsealed('gate_reached'), payload: { gate: 0 } })).toMatchObject([
    { code: 'EV201' },
    { code: 'EV201' },
    { code: 'EV207' },
  ])
})

describe('createLogReader', () => {
  const older = `${JSON.stringify({ timestamp: '2026-01-31T09:30:00Z', correlation_id: 'X', event_type: 'tool_used', source: 'driver', source_version: '1', payload: { tool: 'x' } })}\n`
  const sealed = sealAll(['gate_reached', 'task_started', 'gate_reached'])

  test('a log that grows, shrinks, tears or breaks is read as readLog reads it', () => {
    for (const log of [sealed, older, `${sealed}${sealed}`, `${sealed}{"no": "event"}\n`]) {
      const read = createLogReader()
      const cuts = Array.from({ length: 40 }, (_, at) => Math.floor((at * log.length) / 39))
      for (const cut of [...cuts, ...cuts.toReversed()])
        expect(read(log.slice(0, cut))).toEqual(readLog(log.slice(0, cut)))
    }
  })
})
