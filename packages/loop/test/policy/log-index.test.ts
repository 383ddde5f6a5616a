import { expect, test } from 'vitest'
import { sealEvent, type ChainHead } from '@gatecycle/event-schema'
import { createLogReader } from '../../src/policy/log-index.ts'

let head: ChainHead | undefined
const lines = [1, 2, 3, 4].map((gate) => {
  const sealed = sealEvent(head, {
    timestamp: '2026-01-31T09:00:00.000Z',
    correlation_id: 'FEAT-2026-0007',
    event_type: 'gate_reached',
    source: 'driver',
    source_version: '0.1.0',
    payload: { gate, terminal: false, units: 1 },
  })
  ;({ head } = sealed)
  return sealed.line
})
const beginning = (count: number): string => lines.slice(0, count).join('')

test('a beginning of a log that was read says what it says alone, in any order', () => {
  const fresh = (count: number): unknown => createLogReader()(beginning(count))
  const reader = createLogReader()
  for (const count of [4, 2, 3, 0, 1, 4]) expect(reader(beginning(count))).toEqual(fresh(count))
  const growing = createLogReader()
  for (const count of [0, 1, 2, 3, 4]) expect(growing(beginning(count))).toEqual(fresh(count))
})

test.each([
  ['is cut within a line', beginning(2).slice(0, -5)],
  ['has another byte', beginning(2).replace('"gate":2', '"gate":7')],
  ['lacks a line in its middle', `${lines[0]}${lines[2]}`],
])('a log that %s has a problem, whatever was read before', (_what, text) => {
  const reader = createLogReader()
  reader(beginning(4))
  expect(reader(text).problem).not.toBeUndefined()
})
