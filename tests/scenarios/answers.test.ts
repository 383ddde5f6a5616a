import { expect, test } from 'vitest'
import { processesOf } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** Only where T01's work is: the baseline stays green. */
const onWork = (command: string): string => JSON.stringify(`test ! -e src/T01.txt || { ${command}; }`)
const entry = (name: string, command: string, more = ''): string =>
  `  - name: ${name}\n    command: ${onWork(command)}\n${more}`

function openWith(verification: string): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ verification, gates: [{ units }] })
}

const answersOf = (it: Situation): readonly unknown[] =>
  it
    .events()
    .flatMap(({ event_type, correlation_id, payload }) =>
      event_type === 'command_run' && correlation_id.endsWith('/T01')
        ? [`${String(payload['name'])} ${String(payload['answer'])}`]
        : [],
    )

/** Fails the first time and passes the second. */
const once =
  'test -e "$GATECYCLE_TEST_CONTROL/once" || { touch "$GATECYCLE_TEST_CONTROL/once"; echo first; exit 1; }'

test('a command that fails and then passes is flaky, which is refused', async () => {
  const it = openWith(`code:\n${entry('tests', once)}`)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['tests failed', 'tests flaky'])
  expect(end.stderr).toContain('failed, and passed when it was run once more')
})

test('where verification.yml accepts it, it is a pass that the log and the commit name', async () => {
  const it = openWith(`flaky: accept\ncode:\n${entry('tests', once)}`)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(answersOf(it)).toEqual(['tests failed', 'tests flaky_pass'])
  expect(
    it.repo.git(
      'log',
      '-1',
      '--format=%(trailers:key=Verified,valueonly)',
      '--grep=^feat: Do T01',
      it.feature.runRef,
    ),
  ).toBe('tests=flaky_pass')
  expect(end.stdout).toContain(
    'look first: FEAT-2026-0001/T01 passed code/tests only when it was run once more',
  )
})

test('an entry with `when` runs only for a unit that changed such a path, and says why it did not', async () => {
  const it = openWith(
    `code:\n${entry('all', 'true')}${entry('web', 'false', '    when: [web/**]\n')}${entry('src', 'true', '    when: [src/**]\n')}`,
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(answersOf(it)).toEqual(['all passed', 'web skipped', 'src passed'])
  const skipped = it.events().find(({ payload }) => payload['answer'] === 'skipped')
  expect(skipped?.payload['reason']).toBe('nothing that changed matches web/**')
})

test('a unit for which everything was skipped is not verified', async () => {
  const it = openWith(`code:\n${entry('web', 'true', '    when: [web/**]\n')}`)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(end.stderr).toContain('no verification command was run')
})

test('with `fail_fast` nothing is run behind a command that did not pass', async () => {
  const it = openWith(
    `fail_fast: true\ncode:\n${entry('one', 'true')}${entry('two', 'false')}${entry('three', 'true')}`,
  )
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['one passed', 'two failed', 'two failed', 'three skipped'])
})

test('neighbours that are `parallel` run at the same time, are told in their order, and no end of one ends another', async () => {
  const meet = (me: string, other: string): string =>
    `touch "$GATECYCLE_TEST_CONTROL/${me}"; for i in $(seq 300); do test -e "$GATECYCLE_TEST_CONTROL/${other}" && exit 0; sleep 0.1; done; exit 1`
  // The other one has ended long before this one does.
  const linger = meet('a', 'b').replace('&& exit 0', '&& { sleep 3; exit 0; }')
  const parallel = '    parallel: true\n    timeout: 60\n'
  const it = openWith(`code:\n${entry('a', linger, parallel)}${entry('b', meet('b', 'a'), parallel)}`)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(answersOf(it)).toEqual(['a passed', 'b passed'])
  expect(processesOf(it.repo)).toEqual([])
})

test('the timeout of verification.yml is that of a unit’s own commands', async () => {
  const verify = ['verify:', '  - name: own', '    run: [sleep, "600"]']
  const units = [
    { local: 'T01', extra: ['max_attempts: 1', ...verify] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  const it = openSituation({
    verification: `defaults: {timeout: 1}\ncode:\n${entry('all', 'true')}`,
    gates: [{ units }],
  })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(answersOf(it)).toEqual(['all passed', 'own timed_out'])
})
