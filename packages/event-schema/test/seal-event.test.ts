import { describe, expect, test } from 'vitest'
import {
  checkEvent,
  checkUnsealedEvent,
  noHash,
  parseLogLine,
  readLog,
  sealEvent,
} from '@gatecycle/event-schema'
import { sealAll, unsealed } from './events.ts'

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
    ['an unsealed line', ([a]) => [a!, JSON.stringify(older)], 'EV306', 2],
  ])('refuses %s', (_, damage, code, line) => {
    const reading = readLog(`${damage(log.trimEnd().split('\n')).join('\n')}\n`)
    expect(reading.problem).toMatchObject({ code, line })
    expect(reading.events).toHaveLength(line - 1)
  })

  test('seals the lines of older tools with the first line after them', () => {
    const before = `${JSON.stringify(older)}\n`
    const { head } = readLog(before)
    const { line } = sealEvent(head, unsealed('run_started'))
    expect(readLog(before + line)).toMatchObject({ older: [older], head: { seq: 1 } })
    expect(readLog(before.replace('0.9.3', '0.9.4') + line).problem).toMatchObject({ code: 'EV305', line: 2 })
  })
})

test('an event is checked before it has a place', () => {
  expect(checkUnsealedEvent(unsealed('gate_reached'))).toEqual([])
  expect(checkUnsealedEvent({ ...unsealed('gate_reached'), payload: { gate: 0 } })).toMatchObject([
    { code: 'EV201' },
    { code: 'EV201' },
    { code: 'EV207' },
  ])
})

const older = {
  timestamp: '2026-01-31T09:30:00.000000+00:00',
  correlation_id: 'FEAT-2026-0007',
  event_type: 'gate_reached',
  source: 'driver',
  source_version: '0.9.3',
  payload: { gate: 1 },
}
