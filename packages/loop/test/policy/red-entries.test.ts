import type { SealedEvent } from '@gatecycle/event-schema'
import { describe, expect, test } from 'vitest'
import type { CommandResult } from '../../src/policy/command-result.ts'
import { judgeWaived, toRedEntry, waiversFor, type Waiver } from '../../src/policy/red-entries.ts'
import { createGate, createUnit } from '../sample-feature.ts'
import { failed } from '../sample-result.ts'

function fail(failing: readonly string[], changes: Partial<CommandResult> = {}): CommandResult {
  return {
    ...failed,
    tests: {
      runner: 'jest',
      executed: 9,
      failed: failing.length,
      skipped: 0,
      cases: undefined,
      failing: failing.map((id) => ({ id, message: '' })),
    },
    ...changes,
  }
}
const unread = fail([], { tests: undefined })

const [other, mender] = [createUnit('T01'), createUnit('T02', { repairs: ['tests'] })]
const gate = createGate([other, mender])
const logOf = (...results: readonly CommandResult[]): readonly SealedEvent[] =>
  [
    ['gate_armed', { gate: gate.number, actor: 'Ada' }],
    ['baseline_probed', { gate: gate.number, red: results.map((result) => toRedEntry(result, gate.units)) }],
  ].map(([event_type, payload]) => ({ event_type, payload }) as unknown as SealedEvent)

describe('what is kept of a red command', () => {
  test.each([
    ['all failing tests by name', fail(['a', 'b']), { failed: 2, tests: ['a', 'b'] }],
    [
      'numbers alone where a list is not whole',
      { ...fail(['a']), tests: { ...fail(['a']).tests, failed: 3 } },
      { failed: 3, tests: null },
    ],
    ['nothing where no runner can be read', unread, { failed: null, tests: null }],
    [
      'that it could not be run',
      fail([], { answer: 'could_not_run', tests: undefined }),
      { answer: 'could_not_run' },
    ],
  ])('%s', (_what, result, expected) => {
    expect(toRedEntry(result as CommandResult, gate.units)).toMatchObject({
      entry: 'code/tests',
      repaired_by: [mender.id],
      ...expected,
    })
  })

  test.each([
    [['tests'], [mender.id]],
    [['code/tests'], [mender.id]],
    [['lint'], []],
    [['doc/tests'], []],
  ])('%j repairs it: %j', (repairs, by) => {
    expect(toRedEntry(unread, [other, { ...mender, repairs }]).repaired_by).toEqual(by)
  })

  test('a unit that is done repairs nothing any more', () => {
    expect(toRedEntry(unread, [{ ...mender, status: 'done' }]).repaired_by).toEqual([])
  })
})

describe('who need not mend a red command', () => {
  const log = logOf(fail(['a']))
  test('a unit before the one that repairs it, and who tolerated that is known', () => {
    expect(waiversFor(log, gate, other)).toMatchObject([
      { entry: 'code/tests', tests: ['a'], repaired_by: [mender.id], actor: 'Ada' },
    ])
  })
  test('not the one that repairs it', () => expect(waiversFor(log, gate, mender)).toEqual([]))
  test('nobody once it is repaired', () => {
    expect(waiversFor(log, createGate([other, { ...mender, status: 'done' }]), other)).toEqual([])
  })
  test('nobody where nobody repairs it, or where nobody is known to have armed the gate', () => {
    expect(waiversFor(logOf(fail([], { name: 'lint' })), gate, other)).toEqual([])
    expect(waiversFor(log.slice(1), gate, other)).toEqual([])
  })
  test('the last probe of the gate counts', () => {
    expect(waiversFor([...log, ...logOf().slice(1)], gate, other)).toEqual([])
  })
})

describe('an answer under a waiver', () => {
  const waive = (before: CommandResult): readonly Waiver[] => waiversFor(logOf(before), gate, other)
  test.each<readonly [string, CommandResult, CommandResult, Partial<CommandResult>]>([
    ['the same tests fail', fail(['a', 'b']), fail(['b', 'a']), { answer: 'waived', compared: true }],
    ['fewer of them fail', fail(['a', 'b']), fail(['a']), { answer: 'waived', compared: true }],
    ['another one fails', fail(['a']), fail(['a', 'c']), { answer: 'failed' }],
    ['another one fails instead', fail(['a']), fail(['c']), { answer: 'failed' }],
    ['which ones fail cannot be read any more', fail(['a']), unread, { answer: 'failed' }],
    ['it passes', fail(['a']), fail([], { answer: 'passed' }), { answer: 'passed' }],
    ['it cannot be run', fail(['a']), fail([], { answer: 'could_not_run' }), { answer: 'could_not_run' }],
    ['it times out', fail(['a']), fail([], { answer: 'timed_out' }), { answer: 'timed_out' }],
    [
      'there are no names, and no more fail',
      fail(['a'], { tests: { ...counts(3) } }),
      fail([], { tests: counts(3) }),
      { answer: 'waived', compared: true },
    ],
    [
      'there are no names, and more fail',
      fail(['a'], { tests: { ...counts(3) } }),
      fail([], { tests: counts(4) }),
      { answer: 'failed' },
    ],
    ['nothing can be read', unread, unread, { answer: 'waived' }],
  ])('%s', (_what, before, now, expected) => {
    const judged = judgeWaived(now, waive(before))
    expect(judged).toMatchObject(expected)
    expect(judged.compared).toBe(expected.compared)
  })

  test('only the new failures are left as evidence, and the waiver names who tolerates what', () => {
    const judged = judgeWaived(fail(['a', 'c']), waive(fail(['a'])))
    expect(judged.tests?.failing.map(({ id }) => id)).toEqual(['c'])
    expect(judged.reason).toBe('fails in 1 tests that did not fail before any work')
    expect(judgeWaived(fail(['a']), waive(fail(['a']))).reason).toBe(
      `red before any work; ${mender.id} repairs it; tolerated by Ada`,
    )
  })
})

function counts(failed: number): NonNullable<CommandResult['tests']> {
  return { runner: 'jest', executed: 9, failed, skipped: 0, cases: undefined, failing: [] }
}
