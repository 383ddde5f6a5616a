import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSituation, type Situation } from '../open-scenario.ts'

const testOf = (name: string, body = ''): string =>
  `import { test } from 'node:test'\ntest('${name}', () => { ${body} })\n`
const broken = testOf('old', `throw new Error('broken since long')`)
const mended = { do: 'write', path: 'test/old.test.mjs', text: testOf('old') } as const

function openRed(extra: readonly string[], agent: Parameters<typeof openSituation>[0]): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'T02', dependsOn: ['T01'], extra: ['max_attempts: 1', ...extra] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T02'] },
  ]
  return openSituation({
    verification: 'code:\n  - name: tests\n    run: [node, --test]\n    timeout: 60\n',
    gates: [{ units }],
    before: (repo) => {
      repo.write('test/old.test.mjs', broken)
      repo.write('test/a.test.mjs', testOf('adds'))
    },
    ...agent,
  })
}

const answersOf = (it: Situation): readonly unknown[] =>
  it
    .events()
    .flatMap(({ event_type, correlation_id, payload }) =>
      event_type === 'command_run' && payload['name'] === 'tests'
        ? [`${correlation_id.slice(-3)} ${String(payload['answer'])}`]
        : [],
    )

test('red before any work stops the run where no unit repairs it', async () => {
  const it = openRed([], {})
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 28 })
})

test('what a unit is to repair is tolerated before it, by whoever armed the gate, and has to pass after it', async () => {
  const it = openRed(['repairs: [tests]'], { agent: { T02: [{ do: 'work' }, mended] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(answersOf(it)).toEqual(['T01 waived', 'T02 passed'])
  const waived = it.events().find(({ payload }) => payload['answer'] === 'waived')
  expect(waived?.payload['reason']).toMatch(
    /^red before any work; FEAT-2026-0001\/T02 repairs it; tolerated by /u,
  )
  expect(end.stdout).toContain('look first: FEAT-2026-0001/T01 landed although code/tests failed')
})

test('a test that did not fail before counts, red baseline or not', async () => {
  const it = openRed(['repairs: [tests]'], {
    agent: {
      T01: [
        { do: 'work' },
        { do: 'write', path: 'test/a.test.mjs', text: testOf('adds', `throw new Error('mine')`) },
      ],
    },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(end.stderr).toContain('fails in 1 tests that did not fail before any work')
  const note = it.repo.git('show', `${it.feature.branch}:${it.feature.path}/work/T01/attempt-1.md`)
  expect(note).toContain('failing tests (1)')
})

test('a unit that is to repair and does not, is not done', async () => {
  const it = openRed(['repairs: [tests]'], {})
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['T01 waived', 'T02 failed', 'T02 failed'])
})

const late = (command: string): string =>
  `code:\n  - name: tests\n    run: [sh, tools/check.sh]\n  - name: late\n    command: ${command}\n`

test.each([
  ['could not run', 'no-such-command-anywhere', 30, 'code/late could not run (exit 127), before any work'],
  ['may not be executed', 'exit 126', 30, 'code/late could not run (exit 126), before any work'],
  ['fails', 'exit 1', 28, 'red before any work: code/late'],
] as const)('a command that %s before any work stops the run before anybody is paid', async (...row) => {
  const [, command, exitCode, words] = row
  const it = openSituation({ verification: late(command) })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode })
  expect(end.stdout + end.stderr).toContain(words)
  expect(it.calls()).toEqual([])
})

test('a set-up that fails in a clean room is something that is missing, and no red tree', async () => {
  const room = `setup:\n  - {name: install, command: 'case "$PWD" in *.clean) exit 1;; esac'}\nclean_room: true\n`
  const it = openSituation({ verification: `${late('exit 0')}${room}` })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 30 })
  expect(end.stdout + end.stderr).toContain('setup/install exited 1, before any work')
})

test('a command that cannot run before any work may wait for the unit that repairs it', async () => {
  const repair = [{ do: 'work' }, { do: 'write', path: 'tools/late.sh', text: 'exit 0\n' }] as const
  const units = [
    { local: 'T01', extra: ['repairs: [late]'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  const it = openSituation({
    verification: late('test -e tools/late.sh || exit 127'),
    gates: [{ units }],
    agent: { T01: repair },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
})

test('what passed on this tree before any work is not run again, and what was red is', async () => {
  const count = 'echo x >> "$GATECYCLE_TEST_CONTROL/runs"'
  const needs = 'test -e "$GATECYCLE_TEST_CONTROL/service"'
  const it = openSituation({
    verification: `code:\n  - name: one\n    command: ${count}\n  - name: two\n    command: ${needs}\n`,
  })
  const control = it.repo.env['GATECYCLE_TEST_CONTROL'] ?? ''
  const runs = (): number => readFileSync(join(control, 'runs'), 'utf8').split('\n').length - 1
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 28 })
  expect(runs()).toBe(1)
  writeFileSync(join(control, 'service'), '')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  // Once before any work, once on the candidate of T01: a candidate is always verified.
  expect(runs()).toBe(2)
})
