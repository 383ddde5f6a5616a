import { expect, test } from 'vitest'
import { openSituation, type Situation } from '../open-scenario.ts'

const nodeTests = 'code:\n  - name: tests\n    run: [node, --test]\n    timeout: 60\n'
const oneTest = `import { test } from 'node:test'\ntest('adds', () => {})\n`

function openWith(agent: Parameters<typeof openSituation>[0]): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({
    verification: nodeTests,
    gates: [{ units }],
    before: (repo) => repo.write('test/a.test.mjs', oneTest),
    ...agent,
  })
}

const commandsOf = (it: Situation): readonly unknown[] =>
  it
    .events()
    .flatMap(({ event_type, payload }) =>
      event_type === 'command_run'
        ? [{ answer: payload['answer'], exit: payload['exit'], tests: payload['tests'] }]
        : [],
    )

test('a test run that finds no test and exits 0 is no pass', async () => {
  const it = openWith({ agent: { T01: [{ do: 'work' }, { do: 'remove', path: 'test/a.test.mjs' }] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(commandsOf(it)).toMatchObject([{ answer: 'no_tests', exit: 0, tests: { executed: 0 } }])
  expect(end.stderr).toContain('code/tests ran no test')
  const note = it.repo.git('show', `${it.feature.branch}:${it.feature.path}/work/T01/attempt-1.md`)
  expect(note).toContain('code/tests ran no test')
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).toContain('test/a.test.mjs')
})

test.each([
  ['skips all', `import { test } from 'node:test'\ntest.skip('adds', () => {})\n`],
  ['leaves a file without a test', `console.log('ℹ tests 12\\nℹ pass 12')\n`],
])('a test run of a unit that %s is no pass', async (_what, text) => {
  const it = openWith({
    agent: { T01: [{ do: 'work' }, { do: 'write', path: 'test/a.test.mjs', text }] },
  })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(commandsOf(it)).toMatchObject([{ answer: 'no_tests' }])
})

test('how many tests ran is in the log; where no runner can be read, that it is unknown', async () => {
  const it = openWith({ verification: `${nodeTests}  - name: lint\n    run: [sh, tools/check.sh]\n` })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(commandsOf(it).slice(0, 2)).toMatchObject([
    { answer: 'passed', tests: { executed: 1, failed: 0, skipped: 0 } },
    { answer: 'passed', tests: null },
  ])
})

test('a repository without a test yet can be started with: the unit has to bring the first one', async () => {
  const it = openWith({
    before: () => undefined,
    agent: { T01: [{ do: 'work' }, { do: 'write', path: 'test/a.test.mjs', text: oneTest }] },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
})
