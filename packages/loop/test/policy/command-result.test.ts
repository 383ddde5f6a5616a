import { expect, test } from 'vitest'
import { commandOf, outputDigestOf, toReport, type CommandResult } from '../../src/policy/command-result.ts'
import { describeFailures } from '../../src/policy/failure-evidence.ts'
import { failed as failedTests, passed } from '../sample-result.ts'

const failed: CommandResult = { ...failedTests, name: 'lint', output: 'a.ts: no' }

test.each<readonly [Partial<CommandResult>, string]>([
  [{ answer: 'failed', exit: 7 }, 'exited 7'],
  [{ answer: 'failed', exit: undefined, signal: 'SIGSEGV' }, 'was ended by SIGSEGV'],
  [{ answer: 'could_not_run', exit: 127 }, 'could not run (exit 127)'],
  [{ answer: 'could_not_run', exit: undefined }, 'could not run'],
  [{ answer: 'timed_out', exit: undefined, ms: 90_400 }, 'timed out after 90 s'],
])('%o is told as "%s"', (changes, words) => {
  const { summary, evidence } = describeFailures([{ ...passed, ...changes }])
  expect(summary).toBe(`code/tests ${words}`)
  expect(evidence).toBe(`$ npm test\nok\n(${words})`)
})

test('only what did not pass is told, in its order', () => {
  const { summary, evidence } = describeFailures([
    failed,
    passed,
    { ...failed, name: 'types', argv: undefined, shell: 'tsc && x' },
  ])
  expect(summary).toBe('code/lint exited 1; code/types exited 1')
  expect(evidence).toBe('$ npm test\na.ts: no\n(exited 1)\n\n$ tsc && x\na.ts: no\n(exited 1)')
})

test('evidence stays within the bounds of a prompt', () => {
  const long = Array.from({ length: 20 }, () => ({ ...failed, output: 'x'.repeat(10_000) }))
  expect(describeFailures(long).evidence.length).toBeLessThanOrEqual(8000)
})

test('a report says 0 for passed, whatever exit code was expected to pass, and the answer for the rest', () => {
  const report = toReport([
    passed,
    { ...passed, name: 'grep', exit: 1 },
    failed,
    { ...failed, answer: 'timed_out' },
  ])
  expect(report.results.map(({ name, answer }) => `${name}=${answer}`)).toEqual([
    'tests=0',
    'grep=1',
    'lint=failed',
    'lint=timed_out',
  ])
})

test('the digest is over commands and answers: not over time or output', () => {
  const { digest } = toReport([passed, failed])
  const slower = { ...passed, ms: 9, output: 'other', bytes: 5, digests: ['x', 'y'] as const, survivors: 1 }
  expect(toReport([slower, failed]).digest).toBe(digest)
  const others: readonly Partial<CommandResult>[] = [
    { answer: 'failed' },
    { exit: 2 },
    { argv: ['npm', 'run', 'test'] },
    { argv: undefined, shell: 'npm test' },
    { cwd: 'web' },
    { name: 'test' },
    { set: 'unit' },
  ]
  const digests = others.map((changes) => toReport([{ ...passed, ...changes }, failed]).digest)
  expect(new Set([digest, ...digests]).size).toBe(others.length + 1)
  expect(toReport([failed, passed]).digest).not.toBe(digest)
})

test('both streams of a command are in its output digest', () => {
  const digests = [
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'c'],
  ] as const
  expect(new Set(digests.map((pair) => outputDigestOf({ ...passed, digests: pair }))).size).toBe(3)
})

test('a command without words is told by its name', () => {
  expect(commandOf({ ...passed, argv: undefined, shell: undefined })).toBe('code/tests')
})
