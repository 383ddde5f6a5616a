import { expect, test } from 'vitest'
import { openSituation, type Situation } from '../open-scenario.ts'

const testOf = (...names: readonly string[]): string =>
  [`import { test } from 'node:test'`, ...names.map((name) => `test('${name}', () => {})`), ''].join('\n')
const file = 'test/a.test.mjs'

function openWith(
  text: string,
  { top = '', extra = [] }: { top?: string; extra?: readonly string[] } = {},
): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1', ...extra] },
    { local: 'T02', dependsOn: ['T01'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T02'] },
  ]
  return openSituation({
    verification: `${top}code:\n  - name: tests\n    run: [node, --test]\n    timeout: 60\n`,
    gates: [{ units }],
    before: (repo) => repo.write(file, testOf('adds', 'subtracts', 'divides')),
    agent: { T01: [{ do: 'work' }, { do: 'write', path: file, text }] },
  })
}

const comparedIn = (it: Situation): readonly unknown[] =>
  it
    .events()
    .flatMap(({ event_type, correlation_id, payload }) =>
      event_type === 'tests_compared' ? [{ unit: correlation_id, ...payload }] : [],
    )

test('a deleted test is told, in the log and at the top of the review', async () => {
  const it = openWith(testOf('adds', 'divides'))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(comparedIn(it)).toMatchObject([
    {
      unit: 'FEAT-2026-0001/T01',
      policy: 'review',
      shrunk: [
        { entry: 'code/tests', before: 3, after: 2, lost: ['subtracts'], silenced: [], declared: false },
      ],
    },
  ])
  const told =
    'look first: FEAT-2026-0001/T01 runs fewer tests (not declared): code/tests: 3 tests ran before, 2 now; gone: subtracts'
  expect(end.stdout).toContain(told)
  expect((await it.loop('status')).stdout).toContain(told)
})

test('a test that is skipped now is told as no longer run', async () => {
  const it = openWith(testOf('adds', 'divides') + `test.skip('subtracts', () => {})\n`)
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(comparedIn(it)).toMatchObject([{ shrunk: [{ lost: [], silenced: ['subtracts'] }] }])
})

test('with `tests_may_shrink: stop` it is no pass, and the next attempt is told which test', async () => {
  const it = openWith(testOf('adds', 'divides'), { top: 'tests_may_shrink: stop\n' })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.repo.git('show', `${it.feature.branch}:${it.feature.path}/work/T01/attempt-1.md`)).toContain(
    'gone: subtracts',
  )
})

test('a unit that declares it may take the test away', async () => {
  const it = openWith(testOf('adds', 'divides'), {
    top: 'tests_may_shrink: stop\n',
    extra: ['removes_tests: [subtracts]'],
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(comparedIn(it)).toMatchObject([{ shrunk: [{ lost: ['subtracts'], declared: true }] }])
})

test('tests that stay or are added are no news', async () => {
  const it = openWith(testOf('adds', 'subtracts', 'divides', 'multiplies'))
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(comparedIn(it)).toEqual([])
})

test('a test that was emptied is told, with a test that is the only one to run', async () => {
  const asserting = `import { test } from 'node:test'\nimport assert from 'node:assert'\ntest('adds', () => { assert.equal(1 + 1, 2) })\n`
  const it = openWith(asserting.replace('{ assert.equal(1 + 1, 2) }', '{}').replace('test(', 'test.only('))
  it.repo.write(file, asserting)
  it.repo.commitAll('test: assert')
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stdout).toContain(
    `look first: FEAT-2026-0001/T01 takes away from ${file}: 1 assertions before, 0 now, only some of its tests run`,
  )
})
