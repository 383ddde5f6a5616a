import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readJunit } from '../../../src/policy/test-readers/junit.ts'

const folder = new URL('../../fixtures/runner-output/', import.meta.url)
const readOutput = (name: string): string => readFileSync(new URL(`${name}.xml`, folder), 'utf8')
const read = (...texts: readonly string[]) => {
  const report = readJunit(texts)
  if (!report.ok) throw new Error(report.problem)
  return report.reading
}

test.each([
  ['vitest-junit-fail', [5, 2, 2], 'a.test.ts > a suite > nested breaks', 'boom'],
  ['pytest-junit-fail', [6, 3, 1], 'test_a.TestSuite > test_nested', 'ValueError: boom\nsecond'],
  ['ctest-junit', [2, 1, 2], 'breaks', ''],
] as const)('%s', (name, [executed, failed, skipped], id, message) => {
  const reading = read(readOutput(name))
  expect(reading).toMatchObject({ runner: 'JUnit XML', executed, failed, skipped })
  expect(reading.cases).toHaveLength(executed + skipped)
  expect(reading.failing.find((one) => one.id === id)?.message).toContain(message)
})

test('an expected failure is told apart from a test that was skipped', () => {
  const outcomes = read(readOutput('pytest-junit-fail')).cases?.map(({ id, outcome }) => `${outcome} ${id}`)
  expect(outcomes).toContain('expected-failure test_a > test_x')
  expect(outcomes).toContain('skipped test_a > test_later')
})

test('all skipped is nothing run; several files are one report', () => {
  const skipped = readOutput('pytest-junit-skip')
  expect(read(skipped)).toMatchObject({ executed: 0, skipped: 1 })
  expect(read(skipped, readOutput('vitest-junit-fail'))).toMatchObject({ executed: 5, skipped: 3 })
})

test('an empty suite is a report in which nothing ran', () => {
  expect(read('<testsuites tests="12" failures="0"></testsuites>')).toMatchObject({ executed: 0 })
})

test.each([
  ['', 'it is no JUnit XML: its root is missing'],
  ['<html></html>', 'it is no JUnit XML: its root is html'],
  ['<testsuites><testcase name="a">', /Unclosed/u],
  ['not xml at all', /Non-whitespace|Text data/u],
  [
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>',
    /Invalid character entity/u,
  ],
])('%j is refused', (text, problem) => {
  expect(readJunit([text])).toEqual({
    ok: false,
    problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
  })
})

test('what a test printed is inside its element, and counts for nothing', () => {
  const text =
    '<testsuite><testcase name="a"><skipped/><system-out><![CDATA[<testcase name="b"/>]]></system-out></testcase></testsuite>'
  expect(read(text)).toMatchObject({ executed: 0, skipped: 1 })
})
