import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testReaders } from '../../../src/policy/test-readers/index.ts'
import { readTests } from '../../../src/policy/test-readers/read-tests.ts'

const folder = new URL('../../fixtures/runner-output/', import.meta.url)
const outputs = readdirSync(folder).filter((name) => name.endsWith('.txt'))
const readOutput = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), 'utf8')

/** What each captured output says: tests that ran, failed, were skipped, and how many of all it names. */
const expected: readonly (readonly [
  RegExp,
  string,
  readonly [number, number, number],
  number | undefined,
])[] = [
  [/^node\d+-spec-pass/u, 'node --test', [3, 0, 0], 3],
  [/^node\d+-spec-fail/u, 'node --test', [4, 2, 2], 6],
  [/^node\d+-spec-skip/u, 'node --test', [0, 0, 2], 2],
  [/^node\d+-spec-(?:zero|empty)/u, 'node --test', [0, 0, 0], 0],
  [/^node\d+-spec-fake/u, 'node --test', [0, 0, 0], undefined],
  [/^node\d+-tap-pass/u, 'TAP', [3, 0, 0], 3],
  [/^node\d+-tap-fail/u, 'TAP', [4, 2, 2], 6],
  [/^node\d+-tap-skip/u, 'TAP', [0, 0, 2], 2],
  [/^node\d+-tap-(?:zero|empty|fake)/u, 'TAP', [0, 0, 0], 0],
  [/^vitest-tap-fail/u, 'TAP', [5, 2, 2], 7],
  [/^bats-fail/u, 'TAP', [2, 1, 1], 3],
  [/^bats-zero/u, 'TAP', [0, 0, 0], 0],
  [/^vitest-pass/u, 'vitest', [3, 0, 0], undefined],
  [/^vitest-fail/u, 'vitest', [5, 2, 2], undefined],
  [/^vitest-skip/u, 'vitest', [0, 0, 2], undefined],
  [/^vitest-verbose-pass/u, 'vitest', [3, 0, 0], 3],
  [/^vitest-verbose-fail/u, 'vitest', [5, 2, 2], 7],
  [/^vitest-verbose-skip/u, 'vitest', [0, 0, 2], 2],
  [/^vitest-.*fake/u, 'vitest', [0, 0, 1], undefined],
  [/^vitest-.*zero/u, 'vitest', [0, 0, 0], 0],
  [/^jest-pass/u, 'jest', [3, 0, 0], 3],
  [/^jest-fail/u, 'jest', [5, 2, 2], undefined],
  [/^jest-verbose-pass/u, 'jest', [3, 0, 0], 3],
  [/^jest-verbose-fail/u, 'jest', [5, 2, 2], 7],
  [/^jest-.*(?:skip|fake)/u, 'jest', [0, 0, 1], undefined],
  [/^jest-.*zero/u, 'jest', [0, 0, 0], 0],
  [/^mocha-pass/u, 'mocha', [3, 0, 0], 3],
  [/^mocha8?-fail/u, 'mocha', [5, 3, 2], 7],
  [/^mocha-skip/u, 'mocha', [0, 0, 2], 2],
  [/^mocha-dot-pass/u, 'mocha', [3, 0, 0], undefined],
  [/^mocha-dot-fail/u, 'mocha', [5, 3, 2], undefined],
  [/^mocha-dot-skip/u, 'mocha', [0, 0, 2], undefined],
  [/^mocha-.*fake/u, 'mocha', [0, 0, 1], undefined],
  [/^mocha-.*(?:zero|empty)/u, 'mocha', [0, 0, 0], 0],
  [/^node-tap-classic-pass/u, 'mocha', [3, 0, 0], undefined],
  [/^pytest-(?:quiet-)?pass/u, 'pytest', [4, 0, 0], undefined],
  [/^pytest-(?:quiet-)?fail/u, 'pytest', [6, 3, 1], undefined],
  [/^pytest-verbose-pass/u, 'pytest', [4, 0, 0], 4],
  [/^pytest-verbose-fail/u, 'pytest', [6, 3, 1], 7],
  [/^pytest-verbose-skip/u, 'pytest', [0, 0, 1], 1],
  [/^pytest-.*(?:skip|fake)/u, 'pytest', [0, 0, 1], undefined],
  [/^pytest-.*zero/u, 'pytest', [0, 0, 0], 0],
  [/^unittest-pass/u, 'unittest', [3, 0, 0], undefined],
  [/^unittest-verbose-pass/u, 'unittest', [3, 0, 0], 3],
  // Seven ran, and `setUpClass` failed besides.
  [/^unittest-fail/u, 'unittest', [6, 5, 1], undefined],
  [/^unittest-verbose-fail/u, 'unittest', [6, 5, 1], 7],
  [/^unittest-verbose-skip/u, 'unittest', [0, 0, 1], 1],
  [/^unittest-skip/u, 'unittest', [0, 0, 1], undefined],
  [/^unittest-.*fake/u, 'unittest', [0, 0, 1], undefined],
  [/^unittest-.*zero/u, 'unittest', [0, 0, 0], 0],
  [/^cargo-(?:pass|nocapture)/u, 'cargo test', [5, 0, 1], 6],
  [/^cargo-fail/u, 'cargo test', [5, 1, 1], 6],
  [/^cargo-zero/u, 'cargo test', [0, 0, 0], 0],
  [/^maven-pass/u, 'maven surefire', [2, 0, 1], undefined],
  [/^maven-fail/u, 'maven surefire', [4, 2, 1], undefined],
  [/^maven-skip/u, 'maven surefire', [0, 0, 3], undefined],
  [/^maven-zero/u, 'maven surefire', [0, 0, 0], 0],
  [/^ctest-pass/u, 'ctest', [1, 0, 0], 1],
  [/^ctest-(?:output-)?fail/u, 'ctest', [2, 1, 1], 3],
  [/^ctest-skip/u, 'ctest', [0, 0, 1], 1],
  [/^ctest-zero/u, 'ctest', [0, 0, 0], 0],
  [/^go-verbose-fail/u, 'go test', [3, 1, 1], 4],
  [/^go-zero/u, 'go test', [0, 0, 0], 0],
  [/^go-json-fail/u, 'go test -json', [2, 1, 1], 3],
  [/^go-json-zero/u, 'go test -json', [0, 0, 0], 0],
]

test.each(outputs.filter((name) => name !== 'go-pass.txt'))('%s', (file) => {
  const [, runner, [executed, failed, skipped] = [], named] =
    expected.find(([pattern]) => pattern.test(file)) ?? []
  const reading = readTests(readOutput(file.replace('.txt', '')))
  expect(reading).toMatchObject({ runner, executed, failed, skipped })
  expect(reading?.cases?.length).toBe(named)
})

test('every runner of the registry has an output that passes, one that fails and one in which nothing ran', () => {
  const seen = outputs.map((name) => readTests(readOutput(name.replace('.txt', ''))))
  for (const { runner } of testReaders) {
    const readings = seen.filter((reading) => reading?.runner === runner)
    expect(
      readings.some((reading) => reading?.executed === 0),
      runner,
    ).toBe(true)
    expect(
      readings.some((reading) => (reading?.failed ?? 0) > 0),
      runner,
    ).toBe(true)
  }
})

test.each(['go-pass'])('%s: packages passed, but nothing says how many tests that were', (name) => {
  expect(readTests(readOutput(name))).toBeUndefined()
})

test.each([
  '',
  'ok\n',
  'lint: 0 problems in 12 files\n',
  'Tests: fine\n',
  '1..3 of the pages\n',
  'ok 1 - printed by a script\n',
])('%j is no test runner’s output: the count is unknown', (output) =>
  expect(readTests(output)).toBeUndefined(),
)

describe('tests by name', () => {
  const cases = (name: string): unknown =>
    readTests(readOutput(name))?.cases?.map(({ id, outcome }) => `${outcome} ${id}`)

  test.each([
    [
      'node24-spec-fail',
      [
        'passed adds',
        'failed breaks',
        'skipped later',
        'skipped todo one',
        'failed a suite > nested breaks',
        'passed a suite > nested ok',
      ],
    ],
    [
      'node20-tap-fail',
      [
        'passed adds',
        'failed breaks',
        'skipped later',
        'skipped todo one',
        'failed a suite > nested breaks',
        'passed a suite > nested ok',
      ],
    ],
    [
      'vitest-tap-fail',
      [
        'passed a.test.ts > adds',
        'failed a.test.ts > breaks',
        'skipped a.test.ts > later',
        'skipped a.test.ts > todo one',
        'failed a.test.ts > a suite > nested breaks',
        'passed a.test.ts > a suite > nested ok',
        'passed b.test.ts > in b',
      ],
    ],
    [
      'vitest-verbose-pass',
      [
        'passed a.test.ts > adds',
        'passed a.test.ts > a suite > nested',
        'passed a.test.ts > a suite > other > odd',
      ],
    ],
    [
      'mocha-fail',
      [
        'passed adds',
        'failed breaks',
        'skipped later',
        'skipped todo one',
        'failed a suite › nested breaks',
        'passed a suite › nested ok',
        'failed hooks › "before all" hook for "never runs"',
      ],
    ],
    ['mocha-pass', ['passed adds', 'passed a suite › nested', 'passed a suite › other › › odd: 1) - ✔']],
    [
      'jest-verbose-pass',
      [
        'passed ./a.test.js › adds',
        'passed ./a.test.js › a suite › nested',
        'passed ./a.test.js › a suite › other > odd',
      ],
    ],
    [
      'pytest-verbose-fail',
      [
        'passed test_a.py::test_adds',
        'failed test_a.py::test_breaks',
        'skipped test_a.py::test_later',
        'expected-failure test_a.py::test_x',
        'passed test_a.py::test_xp',
        'failed test_a.py::TestSuite::test_nested',
        'failed test_a.py::test_err',
      ],
    ],
    [
      'unittest-verbose-fail',
      [
        'passed test_fail.Sums.test_adds',
        'failed test_fail.Sums.test_breaks',
        'failed test_fail.Sums.test_doc',
        'skipped test_fail.Sums.test_later',
        'failed test_fail.Sums.test_sub',
        'expected-failure test_fail.Sums.test_x',
        'failed test_fail.Sums.test_xp',
      ],
    ],
    [
      'unittest-verbose-pass',
      ['passed test_pass.Sums.test_adds', 'passed test_pass.Sums.test_doc', 'passed test_pass.Sums.test_sub'],
    ],
    [
      'cargo-fail',
      [
        'passed tests::adds',
        'skipped tests::later',
        'passed tests::panics',
        'failed tests::breaks',
        'passed outside',
        'passed src/lib.rs - add',
      ],
    ],
    [
      'go-verbose-fail',
      [
        'passed example.com/a.TestAdd',
        'passed example.com/a.TestTable/one',
        'failed example.com/a.TestTable/two',
        'skipped example.com/a.TestDb',
      ],
    ],
    ['ctest-fail', ['passed adds', 'failed breaks', 'skipped later']],
  ])('%s', (name, list) => expect(cases(name)).toEqual(list))

  test('two tests of one name are two', () => {
    const tap = 'TAP version 13\nok 1 - a\nok 2 - a\n1..2\n'
    expect(readTests(tap)?.cases?.map(({ id }) => id)).toEqual(['a', 'a #2'])
  })
})

describe('failing tests with what they said', () => {
  test.each([
    ['node24-spec-fail', 'a.test.mjs > breaks', '2 == 3'],
    ['node22-tap-fail', 'a suite > nested breaks', 'boom\nsecond line'],
    ['vitest-fail', 'a.test.ts > breaks', 'expected 2 to be 3'],
    ['vitest-tap-fail', 'a.test.ts > breaks', 'expected 2 to be 3'],
    ['jest-fail', './a.test.js › a suite › nested breaks', 'boom\n    second line'],
    ['mocha-fail', 'breaks', '2 == 3'],
    ['mocha8-fail', 'a suite › nested breaks', 'boom\nsecond line'],
    ['pytest-quiet-fail', 'test_a.py::test_breaks', 'assert (1 + 1) == 3'],
    ['unittest-fail', 'test_fail.Sums.test_breaks', '2 != 3'],
    ['unittest-verbose-fail', 'test_fail.Sums.test_doc', 'ValueError: boom\nsecond line'],
    ['unittest-fail', 'test_fail.Sums.test_sub (i=0)', 'False is not true'],
    ['cargo-fail', 'tests::breaks', 'assertion `left == right` failed'],
    ['maven-fail', 'ATest.breaks', 'sum ==> expected: <3> but was: <2>'],
    ['maven-fail', 'ATest.throwsIt', 'IllegalState boom'],
    ['ctest-output-fail', 'breaks', 'boom'],
    ['go-verbose-fail', 'TestTable/two', 'got 2, want 3'],
    ['go-json-fail', 'example.com/a.TestTable/two', 'got 2, want 3'],
  ])('%s: %s', (name, id, words) => {
    const failing = readTests(readOutput(name))?.failing ?? []
    expect(failing.find((one) => one.id === id)?.message).toContain(words)
  })
})

describe('what the code under test prints raises no count', () => {
  const vitest = ' Test Files  1 passed (1)\n      Tests  12 passed (12)\n   Start at  10:00:00\n'
  const zero = 'No test files found, exiting with code 0\n'
  test.each([
    ['before', `${vitest}${zero}`],
    ['after', `${zero}${vitest}`],
    ['of another runner', `Tests:       12 passed, 12 total\n${zero}`],
  ])('a summary %s a runner that found nothing', (_where, output) => {
    expect(readTests(output)?.executed).toBe(0)
  })

  test('the smaller of two summaries that no list confirms counts, and nothing is known by name', () => {
    expect(readTests(`${vitest}${vitest.replaceAll('12', '3')}`)).toMatchObject({
      executed: 3,
      cases: undefined,
    })
  })

  test('more tests than a TAP plan announces do not count', () => {
    expect(readTests('TAP version 13\nok 1 - a\nok 2 - printed\n1..1\n')).toMatchObject({ executed: 1 })
    expect(readTests('TAP version 13\nok 1 - printed\n1..0\n')).toMatchObject({ executed: 0 })
  })

  test('two runs whose lists are whole are added up', () => {
    const one = readOutput('node24-spec-pass')
    expect(readTests(`${one}${one}`)).toMatchObject({ executed: 6 })
  })
})
