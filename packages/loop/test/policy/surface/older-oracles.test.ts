import { expect, test } from 'vitest'
import { matchesGlob } from '../../../src/adapters/verification/match-glob.ts'
import type { CommandResult } from '../../../src/policy/command-result.ts'
import type { SurfaceFinding } from '../../../src/policy/surface/judge-surface.ts'
import { losesNoTests, olderOracles, type TestRuns } from '../../../src/policy/surface/older-oracles.ts'
import type { TestSet } from '../../../src/policy/test-sets.ts'
import { failed } from '../../sample-result.ts'

const runner: SurfaceFinding = { path: 'jest.config.js', tier: 'configuration', old: { kind: 'absent' } }
const scripts: SurfaceFinding = {
  path: 'package.json',
  tier: 'configuration',
  old: { kind: 'text', text: '{}' },
}
const lock: SurfaceFinding = { path: 'package-lock.json', tier: 'dependencies', old: { kind: 'base' } }

test.each([
  ['no tests and no manifest: nothing more', [runner], ['jest.config.js', 'src/a.js'], []],
  ['tests', [runner], ['jest.config.js', 'test/a.js'], [['tests', ['jest.config.js', 'test/a.js']]]],
  [
    'a manifest',
    [scripts, lock],
    ['package.json', 'package-lock.json', 'src/a.js'],
    [['tests and manifests', ['package.json', 'package-lock.json']]],
  ],
  [
    'a manifest that is new: a package of its own',
    [scripts, { path: 'packages/new/package.json', tier: 'dependencies', old: { kind: 'absent' } }],
    ['package.json', 'packages/new/package.json'],
    [],
  ],
  [
    'tests, some of them new: first without those',
    [runner],
    ['jest.config.js', 'test/a.js', 'test/new.js'],
    [
      ['files of tests', ['jest.config.js', 'test/new.js']],
      ['tests', ['jest.config.js', 'test/a.js', 'test/new.js']],
    ],
  ],
] as const)('with %s', (_what, findings, paths, expected) => {
  const changed = paths.map((path) => ({ path, isNew: path.includes('new') }))
  const found = olderOracles(findings, changed, matchesGlob)
  expect(found.map((older) => [older.what, older.findings.map(({ path }) => path)])).toEqual(expected)
})

test('a manifest goes back whole, for what its scripts call is installed by it', () => {
  const [older] = olderOracles([scripts], [{ path: 'package.json', isNew: false }], matchesGlob)
  expect(older).toEqual({
    what: 'tests and manifests',
    findings: [{ path: 'package.json', tier: 'configuration', old: { kind: 'base' } }],
    needsSetUp: true,
  })
})

const ran = (...names: readonly string[]): TestSet => ({
  entry: 'code/tests',
  executed: names.length,
  skipped: 0,
  cases: names.map((id) => ({ id, outcome: 'passed' })),
})
const failedWith = (tests: CommandResult['tests']): CommandResult => ({ ...failed, tests })
const unread: CommandResult['tests'] = undefined
const found = (...names: readonly string[]): CommandResult['tests'] => ({
  runner: 'node --test',
  executed: names.length,
  skipped: 0,
  failed: names.length,
  cases: names.map((id) => ({ id, outcome: 'failed' })),
  failing: [],
})

const passing = { runner: 'vitest', executed: 2, skipped: 0, failed: 0, cases: undefined, failing: [] }

test.each<[string, Partial<TestRuns>, boolean]>([
  ['the candidate ran more', { now: [ran('a', 'b', 'c')] }, true],
  ['the candidate ran the same', { now: [ran('a', 'b')] }, true],
  ['a test is gone', { now: [ran('a', 'c')] }, false],
  ['nobody can say what ran', { now: [] }, false],
  ['nobody can say what ran before', { before: [], now: [ran('a')] }, false],
  [
    'the old configuration finds a test that the new one leaves out',
    { failed: [failedWith(found('c'))], now: [ran('a', 'b')] },
    false,
  ],
  [
    'every test passes under the old configuration, which asks for more than that',
    { failed: [failedWith({ ...passing, executed: 2 })] },
    false,
  ],
  ['the old configuration runs fewer of them', { failed: [failedWith({ ...passing, executed: 1 })] }, true],
  [
    'the old configuration finds a test that passes under the new one',
    { failed: [failedWith(found('c'))], now: [ran('a', 'b', 'c')] },
    true,
  ],
  [
    'the old configuration cannot read a file',
    { failed: [failedWith(found('/tree/test/c.js'))], now: [ran('a', 'b', 'c')], files: ['test/c.js'] },
    true,
  ],
])('where %s', (_what, runs, expected) => {
  const usual: TestRuns = {
    failed: [failedWith(unread)],
    before: [ran('a', 'b')],
    now: [ran('a', 'b')],
    files: [],
  }
  expect(losesNoTests({ ...usual, ...runs })).toBe(expected)
})
