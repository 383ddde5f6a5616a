import { expect, test } from 'vitest'
import type { CommandResult } from '../../src/policy/command-result.ts'
import { findingsIn } from '../../src/policy/findings.ts'
import { isPass, judgeSecondRun, refuseZeroTests } from '../../src/policy/judge-answers.ts'
import { groupSteps } from '../../src/policy/step-groups.ts'
import type { VerificationStep } from '../../src/policy/verification-plan.ts'
import { createEntry } from '../sample-feature.ts'
import { passed } from '../sample-result.ts'

const tests = { runner: 'jest', executed: 0, failed: 0, skipped: 2, cases: undefined, failing: [] }

test.each<readonly [readonly CommandResult['answer'][], boolean]>([
  [[], false],
  [['passed'], true],
  [['passed', 'failed'], false],
  [['passed', 'skipped'], true],
  [['passed', 'waived'], true],
  [['flaky_pass'], true],
  [['skipped'], false],
  [['waived'], false],
  [['skipped', 'waived'], false],
  [['passed', 'flaky'], false],
  [['passed', 'no_tests'], false],
  [['passed', 'could_not_run'], false],
  [['passed', 'timed_out'], false],
])('%o is a pass: %s', (answers, pass) => {
  expect(isPass(answers.map((answer) => ({ answer })))).toBe(pass)
})

test('only a pass without a test is refused: what failed stays what it is, and so does what cannot be counted', () => {
  expect(refuseZeroTests({ ...passed, tests }, undefined).answer).toBe('no_tests')
  expect(refuseZeroTests({ ...passed, tests: { ...tests, executed: 1 } }, undefined).answer).toBe('passed')
  expect(refuseZeroTests({ ...passed, answer: 'failed', tests }, undefined).answer).toBe('failed')
  expect(refuseZeroTests(passed, undefined).answer).toBe('passed')
})

test('of several runs in one as many may find nothing as did before any work', () => {
  const mixed = (nothing: number, something: number): CommandResult => ({
    ...passed,
    tests: { ...tests, mixed: { nothing, something } },
  })
  const before = { entry: 'code/tests', executed: 0, skipped: 0, mixed: { nothing: 1, something: 2 } }
  const answer = (nothing: number, something: number): string =>
    refuseZeroTests(mixed(nothing, something), before).answer
  expect(refuseZeroTests(mixed(1, 2), before)).toEqual({ ...passed, tests: undefined })
  expect([answer(1, 3), answer(2, 2), answer(1, 1)]).toEqual(['passed', 'no_tests', 'no_tests'])
  expect(refuseZeroTests({ ...passed, tests }, before).answer).toBe('no_tests')
  expect(refuseZeroTests(mixed(1, 2), undefined).answer).toBe('no_tests')
})

test('a pass on the second run is accepted or refused by policy, and keeps what the first one said where it is refused', () => {
  const first: CommandResult = { ...passed, answer: 'failed', exit: 1, output: 'no' }
  expect(judgeSecondRun(first, passed, 'accept')).toMatchObject({
    answer: 'flaky_pass',
    exit: 0,
    output: 'ok',
  })
  expect(judgeSecondRun(first, passed, 'refuse')).toMatchObject({ answer: 'flaky', exit: 1, output: 'no' })
  expect(judgeSecondRun(first, { ...first, exit: 2 }, 'accept')).toMatchObject({ answer: 'failed', exit: 2 })
  expect(judgeSecondRun(first, { ...passed, answer: 'no_tests' }, 'accept').answer).toBe('no_tests')
})

test.each([
  ['FINDINGS: 3\n', 3],
  ['FINDINGS: 9\nmore\nFINDINGS: 0\n', 0],
  ['findings: 3\n', undefined],
  ['we have FINDINGS: 3\n', undefined],
  ['', undefined],
])('%j has %s findings', (output, count) => expect(findingsIn(output)).toBe(count))

test('only neighbours that say so run together', () => {
  const step = (name: string, parallel = false): VerificationStep => ({
    set: 'code',
    name,
    run: { kind: 'command', entry: createEntry(name, parallel ? { parallel: true } : {}) },
    shown: name,
  })
  const builtIn: VerificationStep = {
    set: 'doc',
    name: 'x',
    run: { kind: 'built-in', check: 'plan-lint' },
    shown: '',
  }
  const steps = [step('a', true), step('b', true), step('c'), step('d', true), builtIn, step('e', true)]
  expect(groupSteps(steps).map((group) => group.map(({ name }) => name))).toEqual([
    ['a', 'b'],
    ['c'],
    ['d'],
    ['x'],
    ['e'],
  ])
})
