import { expect, test } from 'vitest'
import type { RunOutcome } from '../../src/machine/run-state.ts'
import { exitCodeOf } from '../../src/policy/exit-code-of.ts'
import { runs } from '../machine/run-runs.ts'

const failed = (exitCode: number): RunOutcome => ({
  kind: 'failed',
  failure: { code: 'X', message: 'x', exitCode },
})
const reached: RunOutcome = { kind: 'gate-reached', gate: 1, terminal: false, already: false }

const table: readonly (readonly [RunOutcome, number])[] = [
  [reached, 0],
  [{ ...reached, already: true }, 0],
  [{ kind: 'feature-done' }, 1],
  [{ kind: 'not-armed', gate: 1, reason: 'never' }, 21],
  [{ kind: 'lock-held', holder: 'pid 7' }, 25],
  [{ kind: 'plan-refused', errors: 2 }, 1],
  [{ kind: 'baseline-red', failing: ['code/tests'] }, 28],
  [{ kind: 'environment', summary: 'no agent' }, 30],
  [{ kind: 'blocked', units: ['T01'], tampering: false }, 22],
  [{ kind: 'blocked', units: ['T01'], tampering: true }, 26],
  [{ kind: 'stuck', reasons: [] }, 29],
  [{ kind: 'parked', summary: 'limit' }, 24],
  [{ kind: 'interrupted', signal: 'SIGHUP' }, 129],
  [{ kind: 'interrupted', signal: 'SIGINT' }, 130],
  [{ kind: 'interrupted', signal: 'SIGTERM' }, 143],
  [{ kind: 'stopped' }, 130],
  [{ kind: 'unit-done', unit: 'T01', already: false }, 0],
  [{ kind: 'unit-done', unit: 'T01', already: true }, 1],
  [{ kind: 'unit-waits', reason: 'T02 waits for T01' }, 1],
  [failed(31), 31],
  [failed(99), 3],
]

test.each(table)('%o → %i', (outcome, code) => {
  expect(exitCodeOf(outcome, { detailed: false })).toBe(code)
})

test('only a reached gate has a detailed exit code of its own', () => {
  const details = table.map(([outcome]) => exitCodeOf(outcome, { detailed: true }))
  expect(details).toEqual(table.map(([{ kind }, code]) => (kind === 'gate-reached' ? 20 : code)))
})

test('every end that a run can come to is in the table', () => {
  const ends = runs.flatMap((run) => {
    const end = run.at(-1)?.to
    return end?.at === 'finished' ? [end.outcome.kind] : []
  })
  const known = new Set(table.map(([{ kind }]) => kind))
  expect([...new Set(ends)].filter((kind) => !known.has(kind))).toEqual([])
})
