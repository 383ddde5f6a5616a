import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CommandResult } from '../../src/policy/command-result.ts'
import { failureSignatureOf } from '../../src/policy/failure-signature.ts'
import { normaliseLine } from '../../src/policy/normalise-output.ts'
import { readTests } from '../../src/policy/test-readers/read-tests.ts'
import { failed } from '../sample-result.ts'

const folder = new URL('../fixtures/runner-output/', import.meta.url)
const readOutput = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), 'utf8')

function fail(output: string, changes: Partial<CommandResult> = {}): CommandResult {
  return {
    ...failed,
    output,
    tests: readTests(output),
    ...changes,
  }
}
const signatureOf = (output: string, changes?: Partial<CommandResult>): string =>
  failureSignatureOf([fail(output, changes)])

describe('two runs that differ only in this are one failure', () => {
  test.each([
    ['a duration', 'lint failed in 12.3 s', 'lint failed in 4 s'],
    ['a duration in a list', 'a ✖ 12ms', 'a ✖ 1.5ms'],
    ['a time', '[2026-01-31T09:30:00.123Z] no', '[2026-02-01T10:00:00Z] no'],
    ['a clock', '09:30:00 no', '10:12:13.5 no'],
    ['a temporary folder', 'cannot read /tmp/x-Ab12/out.txt', 'cannot read /tmp/x-9Zk1/out.txt'],
    ['the folder of the tree', '/home/a/worktrees/1/src/a.ts: no', '/home/b/rooms/77/src/a.ts: no'],
    ['an address', '<Suite at 0x7f5c8b46>', '<Suite at 0x11aa22bb>'],
    ['an id', 'request 3f2c9a41d0 failed', 'request 77aa00cc1e failed'],
    ['a uuid', 'no 123e4567-e89b-12d3-a456-426614174000', 'no 00000000-0000-4000-8000-0000deadbeef'],
    ['a port', 'connect localhost:49152', 'connect localhost:51000'],
    ['a process', 'worker pid 4711 died', 'worker pid 12 died'],
    ['the order', 'a\nb', 'b\na'],
    ['colour', '\u001B[31mno\u001B[39m', 'no'],
  ])('%s', (_what, one, other) => expect(signatureOf(one)).toBe(signatureOf(other)))
})

describe('two runs that differ in this are two failures', () => {
  test.each([
    ['the message', 'a.ts: x is unused', 'a.ts: y is unused'],
    ['the file', 'src/a.ts: no', 'src/b.ts: no'],
    ['the line', 'src/a.ts(3,1): error TS2322', 'src/a.ts(9,1): error TS2322'],
    ['a number', 'expected 3', 'expected 4'],
    ['one line of many', '```\n$ npm test\nfirst\n```', '```\n$ npm test\nsecond\n```'],
  ])('%s', (_what, one, other) => expect(signatureOf(one)).not.toBe(signatureOf(other)))

  test('the command, its answer, its exit code and its signal', () => {
    const all = [
      signatureOf('no'),
      signatureOf('no', { name: 'lint' }),
      signatureOf('no', { exit: 2 }),
      signatureOf('no', { exit: undefined, signal: 'SIGSEGV' }),
      signatureOf('no', { answer: 'timed_out', exit: undefined }),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})

test.each([
  'vitest-fail',
  'jest-fail',
  'node24-spec-fail',
  'node20-tap-fail',
  'pytest-fail',
  'cargo-fail',
  'maven-fail',
  'ctest-fail',
  'go-json-fail',
])('%s: where tests are named, only which of them fail counts', (name) => {
  const output = readOutput(name)
  const other = `something else was said before, at line 12\n${output}`
  expect(signatureOf(other)).toBe(signatureOf(output))
  expect(signatureOf(readOutput(name.replace('-fail', '-zero').replace('go-json', 'go')))).not.toBe(
    signatureOf(output),
  )
})

test('one more failing test, or one less, is another failure', () => {
  const output = readOutput('pytest-fail')
  const less = output.replace(/^FAILED test_a.py::test_breaks.*\n/mu, '')
  expect(signatureOf(less)).not.toBe(signatureOf(output))
})

test('what passed is no part of it', () => {
  const passed = fail('ok', { answer: 'passed', exit: 0, name: 'lint' })
  expect(failureSignatureOf([passed, fail('no')])).toBe(failureSignatureOf([fail('no')]))
})

test('words and numbers that belong to the failure stay', () => {
  expect(normaliseLine('src/a.ts:12:3 expected 200 to be 404 in health/check (GET /health)')).toBe(
    'src/a.ts:12:3 expected 200 to be 404 in health/check (GET /health)',
  )
})
