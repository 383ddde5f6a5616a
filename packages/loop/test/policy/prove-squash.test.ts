import { expect, test } from 'vitest'
import type { SealedEvent } from '@gatecycle/event-schema'
import { proveSquash, type SquashFacts } from '../../src/policy/prove-squash.ts'

const blob = (letter: string): string => `100644 ${letter.repeat(40)}`
const tree = (local: string): string => local.toLowerCase().padEnd(40, '0').replaceAll('t', 'a')

/** What the log tells of a unit: a verification of its tree that passed, and its landing with these files. */
function landing(local: string, changes: Readonly<Record<string, string | null>>): readonly object[] {
  const correlation_id = `FEAT-2026-0007/${local}`
  return [
    {
      correlation_id,
      event_type: 'verification_finished',
      payload: { attempt: 1, tree: tree(local), answer: 'passed', digest: '' },
    },
    {
      correlation_id,
      event_type: 'unit_committed',
      payload: { attempt: 1, commit: local, tree: tree(local), parent: '', changes },
    },
  ]
}

function facts(events: readonly object[], files: Readonly<Record<string, string>>): SquashFacts {
  return {
    // Only what the proof reads of an event is there.
    log: {
      problem: undefined,
      head: '',
      events: events.map((event, at) => ({ ...event, seq: at + 1 }) as SealedEvent),
    },
    linesBefore: 0,
    hasOwnCommit: () => false,
    entryOf: (path) => files[path] ?? null,
    changed: new Set(Object.keys(files)),
  }
}

const verdicts = (given: SquashFacts): readonly string[] =>
  proveSquash(given).map(({ unit, verdict }) => `${unit.slice(-3)} ${verdict}`)

const both = [...landing('T01', { a: blob('1'), b: blob('2') }), ...landing('T02', { b: blob('3'), c: null })]

test('units are carried whose files are as the last unit that touched them left them', () => {
  expect(verdicts(facts(both, { a: blob('1'), b: blob('3') }))).toEqual(['T01 carried', 'T02 carried'])
})

test.each([
  ['another file', { a: blob('9'), b: blob('3') }, ['T01 unproved', 'T02 carried']],
  ['the file of an earlier unit', { a: blob('1'), b: blob('2') }, ['T01 unproved', 'T02 unproved']],
  ['a file that was to go', { a: blob('1'), b: blob('3'), c: blob('4') }, ['T01 carried', 'T02 unproved']],
  ['another mode', { a: blob('1').replace('644', '755'), b: blob('3') }, ['T01 unproved', 'T02 carried']],
])('%s is no unit’s work', (_what, files, expected) => {
  expect(verdicts(facts(both, files))).toEqual(expected)
})

test('a landing without a verification that passed is unproved', () => {
  const events = landing('T01', { a: blob('1') }).slice(1)
  expect(verdicts(facts(events, { a: blob('1') }))).toEqual(['T01 unproved'])
})

test('nothing is said of units that speak for themselves, were known before, or are not in the commit', () => {
  const files = { a: blob('1'), b: blob('3') }
  expect(proveSquash({ ...facts(both, files), hasOwnCommit: () => true })).toEqual([])
  expect(proveSquash({ ...facts(both, files), linesBefore: 4 })).toEqual([])
  expect(proveSquash({ ...facts(both, files), changed: new Set(['d']) })).toEqual([])
})

test('a unit that was landed twice is held against its last landing', () => {
  const events = [...landing('T01', { a: blob('1') }), ...landing('T01', { a: blob('5') })]
  expect(verdicts(facts(events, { a: blob('5') }))).toEqual(['T01 carried'])
})
