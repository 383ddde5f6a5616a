import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createJournal } from '../../../src/adapters/state/journal.ts'
import { startOfUnit, type UnitEvent } from '../../../src/machine/unit-state.ts'
import { unitRuns } from '../../machine/unit-runs.ts'
import { test } from '../../temp-folder.ts'

const intent = { unit: 'F/T01', gate: 1, base: 'abc', runId: 'run-1', runMark: 'mark' }
const start = { state: startOfUnit(), maxAttempts: 3 }
const written: UnitEvent = { type: 'prompt-written' }
const built: UnitEvent = { type: 'candidate-built', tree: 'tree é\n' }

test('what was begun and what happened is read by the next driver, in order', async ({ folder }) => {
  const path = join(folder, 'deep', 'journal.jsonl')
  const journal = createJournal(path)
  expect(await journal.read()).toBeUndefined()
  await journal.begin(intent, start)
  await journal.append(written)
  await journal.append(built)
  expect(await createJournal(path).read()).toEqual({ intent, start, events: [written, built] })
})

test('every event that a unit can have comes back as it was', async ({ folder }) => {
  const examples = new Map(unitRuns.flat().map(({ event }) => [JSON.stringify(event), event]))
  const journal = createJournal(join(folder, 'journal.jsonl'))
  await journal.begin(intent, start)
  for (const event of examples.values()) await journal.append(event)
  // Keys without a value are not written, and read as undefined.
  expect((await journal.read())?.events).toEqual([...examples.values()])
})

test('a new beginning replaces the journal of the unit before', async ({ folder }) => {
  const journal = createJournal(join(folder, 'journal.jsonl'))
  await journal.begin(intent, start)
  await journal.append(written)
  await journal.begin({ ...intent, unit: 'F/T02' }, start)
  expect(await journal.read()).toEqual({ intent: { ...intent, unit: 'F/T02' }, start, events: [] })
})

test('a journal that is cleared is gone, also twice', async ({ folder }) => {
  const path = join(folder, 'journal.jsonl')
  const journal = createJournal(path)
  await journal.begin(intent, start)
  await journal.clear()
  await journal.clear()
  expect(existsSync(path)).toBe(false)
})

test('a last line without its end never counted, wherever it was cut', async ({ folder }) => {
  const path = join(folder, 'journal.jsonl')
  const journal = createJournal(path)
  await journal.begin(intent, start)
  await journal.append(written)
  const whole = readFileSync(path)
  await journal.append(built)
  const all = readFileSync(path)
  for (let length = whole.length; length < all.length; length += 1) {
    writeFileSync(path, all.subarray(0, length))
    expect(await journal.read()).toEqual({ intent, start, events: [written] })
  }
})

test('a journal cut inside its first line is no journal', async ({ folder }) => {
  const path = join(folder, 'journal.jsonl')
  const journal = createJournal(path)
  await journal.begin(intent, start)
  writeFileSync(path, readFileSync(path).subarray(0, 20))
  expect(await journal.read()).toBeUndefined()
})

test('a damaged line before the last is refused with its place', async ({ folder }) => {
  const path = join(folder, 'journal.jsonl')
  const journal = createJournal(path)
  await journal.begin(intent, start)
  appendFileSync(path, '{"event":\n')
  await journal.append(written)
  await expect(journal.read()).rejects.toMatchObject({
    code: 'JOURNAL_DAMAGED',
    exitCode: 27,
    message: expect.stringContaining(`${path}:2`),
  })
})
