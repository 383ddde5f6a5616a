import { expect, test } from 'vitest'
import { processesOf } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** One command that does something only where T01's work is: the baseline stays green. */
const onWork = (command: string, timeout = 60): string =>
  `code:\n  - name: tests\n    command: ${JSON.stringify(`if test -e src/T01.txt; then ${command}; fi`)}\n    timeout: ${timeout}\n`

/** Every answer of every command; what fails is run once more, and answers twice. */
function answersOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'command_run')
    .map(({ payload }) => payload['answer'])
}

function outcomesOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(({ payload }) => payload['outcome'])
}

/** Twice at most, so that the tests are short. */
function openWith(verification: string): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 2'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ verification, gates: [{ units }] })
}

test.each([
  ['fails', 'exit 1', 'failed'],
  ['is not found', 'no-such-command-anywhere', 'could_not_run'],
  ['may not be executed', 'exit 126', 'could_not_run'],
  ['is killed', 'kill -9 $$', 'failed'],
] as const)('a command that %s is no pass', async (_what, command, answer) => {
  const it = openWith(onWork(command))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const runs = answer === 'failed' ? 4 : 2
  expect(answersOf(it)).toEqual(Array.from({ length: runs }, () => answer))
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).not.toContain('src/T01.txt')
})

test('a command that never ends is ended, with all that it started', async () => {
  const it = openWith(onWork('sleep 600 & sleep 600', 1))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['timed_out', 'timed_out'])
  expect(processesOf(it.repo)).toEqual([])
})

test.each([
  ['edits a tracked file', 'echo more >> src/start.txt'],
  ['edits what it verifies', 'echo good > src/T01.txt; echo more >> src/T01.txt'],
  ['leaves a new file', 'echo x > report.txt'],
  ['removes a file', 'rm src/start.txt'],
  ['commits', 'git add -A; echo y > y.txt; git add -A; git commit -qm mine'],
] as const)('verification that %s has not verified what would be committed', async (_what, command) => {
  const it = openWith(onWork(command))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['verification_mutated_tree', 'verification_mutated_tree'])
})

test('verification that cleans up after itself the second time is a pass', async () => {
  const it = openWith(
    onWork(
      'test -e "$GATECYCLE_TEST_CONTROL/once" || { touch "$GATECYCLE_TEST_CONTROL/once"; touch x.txt; }',
    ),
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).not.toContain('x.txt')
})

test('what verification writes where git looks away is nobody’s business', async () => {
  const it = openWith(onWork('mkdir -p ignored && echo x > ignored/cache'))
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

test('all commands run, in order, and one that fails is enough', async () => {
  const entry = (name: string, command: string): string =>
    `  - name: ${name}\n    command: ${JSON.stringify(`test ! -e src/T01.txt || ${command}`)}\n`
  const it = openWith(`code:\n${entry('one', 'true')}${entry('two', 'false')}${entry('three', 'true')}`)
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  const attempt = ['passed', 'failed', 'failed', 'passed']
  expect(answersOf(it)).toEqual([...attempt, ...attempt])
})

test('the unit’s own verification is run as well', async () => {
  const units = [
    {
      local: 'T01',
      extra: ['max_attempts: 1', 'verify:', '  - name: own', '    run: [test, -e, src/other.txt]'],
    },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  const it = openSituation({ gates: [{ units }] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['passed', 'failed', 'failed'])
})
