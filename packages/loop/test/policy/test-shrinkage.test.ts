import { describe, expect, test } from 'vitest'
import type { TestOutcome } from '../../src/policy/test-readers/test-reading.ts'
import { mergeTestSets, type TestSet } from '../../src/policy/test-sets.ts'
import { describeShrinkage, isDeclared, shrinkageOf } from '../../src/policy/test-shrinkage.ts'

/** `a` ran, `-a` was skipped, `!a` is expected to fail. */
function named(entry: string, ...names: readonly string[]): TestSet {
  const outcomes: Readonly<Record<string, TestOutcome>> = { '-': 'skipped', '!': 'expected-failure' }
  const cases = names.map((name) => {
    const outcome = outcomes[name.slice(0, 1)] ?? 'passed'
    return { id: name.replace(/^[-!]/u, ''), outcome }
  })
  const executed = cases.filter(({ outcome }) => outcome !== 'skipped').length
  return { entry, executed, skipped: cases.length - executed, cases }
}
const counted = (entry: string, executed: number): TestSet => ({ entry, executed, skipped: 0 })
const all = new Set(['code/tests', 'code/more'])
const compare = (before: readonly TestSet[], after: readonly TestSet[]) => shrinkageOf(before, after, all)

describe('nothing is lost', () => {
  test.each<readonly [string, readonly TestSet[], readonly TestSet[]]>([
    ['when all tests run', [named('code/tests', 'a', 'b')], [named('code/tests', 'b', 'a')]],
    ['when tests are added', [named('code/tests', 'a')], [named('code/tests', 'a', 'b')]],
    [
      'when a test fails that passed',
      [named('code/tests', 'a')],
      [{ ...named('code/tests', 'a'), cases: [{ id: 'a', outcome: 'failed' }] }],
    ],
    ['when a skipped test goes', [named('code/tests', 'a', '-b')], [named('code/tests', 'a')]],
    [
      'when another command runs the test now',
      [named('code/tests', 'a', 'b')],
      [named('code/tests', 'a'), named('code/more', 'b')],
    ],
    ['when as many tests ran as before', [counted('code/tests', 3)], [counted('code/tests', 3)]],
    ['when nothing ran before', [counted('code/tests', 0)], []],
    ['when nothing is known of before', [], [named('code/tests', 'a')]],
  ])('%s', (_when, before, after) => expect(compare(before, after)).toEqual([]))

  test('by a command that was left out', () => {
    expect(shrinkageOf([named('code/tests', 'a')], [], new Set())).toEqual([])
  })
})

describe('what is gone is told by name, by number, or as no longer readable', () => {
  test.each<readonly [string, readonly TestSet[], readonly TestSet[], object]>([
    [
      'a deleted test',
      [named('code/tests', 'a', 'b')],
      [named('code/tests', 'a')],
      { before: 2, after: 1, lost: ['b'], silenced: [] },
    ],
    [
      'a test that is skipped now',
      [named('code/tests', 'a', 'b')],
      [named('code/tests', 'a', '-b')],
      { lost: [], silenced: ['b'] },
    ],
    [
      'a test that is expected to fail now',
      [named('code/tests', 'a', 'b')],
      [named('code/tests', 'a', '!b')],
      { lost: [], silenced: ['b'] },
    ],
    [
      'a deleted test beside a new one',
      [named('code/tests', 'a', 'b')],
      [named('code/tests', 'a', 'c')],
      { before: 2, after: 2, lost: ['b'] },
    ],
    [
      'fewer tests without names',
      [counted('code/tests', 3)],
      [counted('code/tests', 2)],
      { before: 3, after: 2, lost: [], silenced: [] },
    ],
    [
      'names that are no longer told, and fewer tests',
      [named('code/tests', 'a', 'b')],
      [counted('code/tests', 1)],
      { before: 2, after: 1 },
    ],
    ['a count that can no longer be read', [counted('code/tests', 3)], [], { before: 3, after: undefined }],
  ])('%s', (_what, before, after, expected) => expect(compare(before, after)).toMatchObject([expected]))
})

test.each([
  [true, ['a'], true],
  [['a'], ['suite > a'], true],
  [['a'], ['suite > a', 'suite > c'], false],
  [[], ['a'], false],
  [['anything'], [], true],
  [[], [], false],
] as const)('removes_tests: %j declares the loss of %j: %s', (removable, lost, declared) => {
  expect(isDeclared({ entry: 'code/tests', before: 2, after: 1, lost, silenced: [] }, removable)).toBe(
    declared,
  )
})

test('a long list of names is cut, and says so', () => {
  const lost = Array.from({ length: 12 }, (_, index) => `t${index}`)
  expect(
    describeShrinkage({ entry: 'code/tests', before: 12, after: undefined, lost, silenced: ['s'] }),
  ).toBe(
    'code/tests: 12 tests ran before, and how many now cannot be read; gone: t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 2 more; no longer run: s',
  )
})

test('what a command did not look at stays as it was known', () => {
  const [a, b] = [counted('code/a', 1), counted('code/b', 2)]
  expect(mergeTestSets([a, b], [counted('code/b', 3)])).toEqual([a, counted('code/b', 3)])
})
