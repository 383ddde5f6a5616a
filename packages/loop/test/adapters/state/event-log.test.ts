import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLog } from '@gatecycle/event-schema'
import { expect } from 'vitest'
import { createEventLog } from '../../../src/adapters/state/event-log.ts'
import type { EventDraft, EventLog } from '../../../src/ports.ts'
import { test } from '../../temp-folder.ts'

const clock = { now: () => '2026-01-31T09:00:00.000Z', elapsed: () => 0 }
const reached = (gate: number): EventDraft => ({
  correlation_id: 'FEAT-2026-0007',
  event_type: 'gate_reached',
  payload: { gate, terminal: false, units: 2 },
})
const open = (folder: string, committed = ''): EventLog =>
  createEventLog({
    redact: (value) => value,
    committed,
    pendingPath: join(folder, 'events.pending.jsonl'),
    clock,
    version: '0.1.0',
  })
/** A log of some gates, as it would be committed. */
const committedLog = async (folder: string, ...gates: readonly number[]): Promise<string> => {
  const log = createEventLog({
    redact: (value) => value,
    committed: '',
    pendingPath: join(folder, `made-${readdirSync(folder).length}`),
    clock,
    version: '0.1.0',
  })
  for (const gate of gates) await log.append(reached(gate))
  return log.text()
}
const gatesIn = (text: string): readonly unknown[] =>
  readLog(text).events.map(({ payload }) => ('gate' in payload ? payload.gate : undefined))
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith('events'))

test('an event is sealed into a chain that the reader accepts, and is on disk at once', async ({
  folder,
}) => {
  const log = open(folder)
  await log.append(reached(1))
  await log.append(reached(2))
  const { events, problem, head } = readLog(log.text())
  expect([events.length, problem]).toEqual([2, undefined])
  expect(log.head()).toBe(head?.hash)
  expect(readFileSync(join(folder, 'events.pending.jsonl'), 'utf8')).toBe(log.text())
  expect(events[0]).toMatchObject({ timestamp: clock.now(), source: 'driver', source_version: '0.1.0' })
})

test('lines that wait follow the committed ones, for this driver and for the next', async ({ folder }) => {
  const committed = await committedLog(folder, 1)
  await open(folder, committed).append(reached(2))
  const next = open(folder, committed)
  await next.append(reached(3))
  expect(gatesIn(next.text())).toEqual([1, 2, 3])
  expect(next.text().startsWith(committed)).toBe(true)
})

test('lines that a commit took in wait no longer', async ({ folder }) => {
  const log = open(folder)
  await log.append(reached(1))
  const committed = log.text()
  await log.append(reached(2))
  const next = open(folder, committed)
  expect(gatesIn(next.text())).toEqual([1, 2])
  expect(gatesIn(`${committed}${readFileSync(join(folder, 'events.pending.jsonl'), 'utf8')}`)).toEqual([1, 2])
  expect(open(folder, log.text()).text()).toBe(log.text())
})

test('only waiting lines are asked for', async ({ folder }) => {
  const log = open(folder, await committedLog(folder, 1))
  await log.append(reached(2))
  const has = (wanted: EventLog, gate: number): boolean =>
    wanted.hasPending((event) => event.event_type === 'gate_reached' && event.payload.gate === gate)
  expect([has(log, 1), has(log, 2), has(open(folder, await committedLog(folder, 1)), 2)]).toEqual([
    false,
    true,
    true,
  ])
})

test('a last line without its end is cut off, wherever it was cut', async ({ folder }) => {
  const path = join(folder, 'events.pending.jsonl')
  const log = open(folder)
  await log.append(reached(1))
  const whole = log.text()
  await log.append(reached(2))
  const all = readFileSync(path)
  for (let length = whole.length; length < all.length; length += 40) {
    writeFileSync(path, all.subarray(0, length))
    const next = open(folder)
    expect(next.text()).toBe(whole)
    await next.append(reached(3))
    expect(gatesIn(open(folder).text())).toEqual([1, 3])
  }
})

test('lines of a history that is gone are moved aside, not dropped', async ({ folder }) => {
  await open(folder, await committedLog(folder, 1)).append(reached(2))
  const waiting = readFileSync(join(folder, 'events.pending.jsonl'), 'utf8')
  const other = open(folder, await committedLog(folder, 9))
  expect(gatesIn(other.text())).toEqual([9])
  const [orphan = ''] = filesOf(folder)
  expect(orphan).toMatch(/^events\.pending\.jsonl\.orphan-/u)
  expect(readFileSync(join(folder, orphan), 'utf8')).toBe(waiting)
})

test('so are lines of another history that is shorter than the committed one', async ({ folder }) => {
  await open(folder, await committedLog(folder, 1)).append(reached(2))
  const other = open(folder, await committedLog(folder, 7, 8, 9))
  await other.append(reached(10))
  expect(gatesIn(other.text())).toEqual([7, 8, 9, 10])
  expect(filesOf(folder).filter((name) => name.includes('orphan'))).toHaveLength(1)
})

test('a damaged line that waits is refused with its place, and stays where it is', async ({ folder }) => {
  const path = join(folder, 'events.pending.jsonl')
  const committed = await committedLog(folder, 1)
  const log = open(folder, committed)
  await log.append(reached(2))
  await log.append(reached(3))
  const changed = readFileSync(path, 'utf8').replace('"gate":3', '"gate":4')
  writeFileSync(path, changed)
  expect(() => open(folder, committed)).toThrow(/damaged at line 2/u)
  appendFileSync(path, 'garbage\n')
  writeFileSync(path, `garbage\n${changed}`)
  expect(() => open(folder, committed)).toThrow(/damaged at line 1/u)
  expect(readFileSync(path, 'utf8')).toBe(`garbage\n${changed}`)
})

test('a committed log that is damaged or has no end is refused', async ({ folder }) => {
  const committed = await committedLog(folder, 1, 2)
  expect(() => open(folder, committed.replace('"gate":1', '"gate":5'))).toThrow(
    /committed event log is damaged at line 1/u,
  )
  expect(() => open(folder, committed.slice(0, -1))).toThrow(/damaged at line 2: its last line has no end/u)
})

test('lines of older tools stay in front, and the chain begins behind them', async ({ folder }) => {
  const older =
    '{"timestamp":"2025-01-01T00:00:00Z","correlation_id":"FEAT-2026-0007","event_type":"note","source":"driver","source_version":"1","payload":{}}\n'
  const log = open(folder, older)
  await log.append(reached(1))
  const next = open(folder, older)
  expect(next.text()).toBe(log.text())
  expect(readLog(next.text()).problem).toBeUndefined()
})

test('an event against its schema is a bug of the driver: nothing is written', async ({ folder }) => {
  const log = open(folder)
  const wrong = { ...reached(1), payload: { gate: 0 } } as unknown as EventDraft
  await expect(log.append(wrong)).rejects.toThrow('the driver made an invalid event gate_reached')
  expect([log.text(), filesOf(folder)]).toEqual(['', []])
})
