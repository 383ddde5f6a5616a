import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

const write = (path: string, text: string): Action => ({ do: 'write', path, text })
const good = write('src/T01.txt', 'good\n')

/** A test that passes where the work is done. */
const check = write('test/T01.sh', 'grep -q good src/T01.txt\n')
const red = ['red:', '  name: greeting', '  run: [sh, test/T01.sh]']

function openWith(
  extra: readonly string[],
  agent: readonly Action[],
  more: SituationOptions = {},
): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1', ...extra] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ gates: [{ units }], agent: { T01: agent }, ...more })
}

test('a red test of the candidate lands with it', async () => {
  const it = openWith(red, [good, check])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('log', '-1', '--format=%(trailers:key=Verified)', `${it.feature.runRef}~2`)).toContain(
    'greeting=0',
  )
})

test.each([
  [
    'passes without the work',
    [good, write('test/T01.sh', 'true\n')],
    'not_red',
    'passes without the work as well',
  ],
  ['fails with the work', [write('src/T01.txt', 'fine\n'), check], 'failed', 'red/greeting'],
  [
    'cannot be run without the work',
    [good, write('test/T01.sh', 'test -e src/T01.txt || exit 127\n')],
    'not_red',
    'could not run',
  ],
  [
    'never ends without the work',
    [good, write('test/T01.sh', 'test -e src/T01.txt || sleep 60\n')],
    'not_red',
    'timed out',
  ],
] as const)('a red test that %s is none', async (_what, actions, outcome, words) => {
  const it = openWith([...red, '  timeout: 2'], actions)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(payloadsOf(it, 'attempt_outcome')[0]).toMatchObject({
    outcome,
    summary: expect.stringContaining(words),
  })
})

const withTest = (text: string): SituationOptions => ({ before: (repo) => repo.write('test/T01.sh', text) })

test('red that is green before any work calls no agent, and says why', async () => {
  const it = openWith(red, [good], withTest('true\n'))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls()).toEqual([])
  expect(payloadsOf(it, 'human_escalation')[0]).toMatchObject({
    reason: 'red_is_green',
    summary: expect.stringContaining('passes before any work (exit 0): sh test/T01.sh'),
  })
})

test('red that cannot be tried calls no agent', async () => {
  const it = openWith(red, [good], withTest('exit 127\n'))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 30 })
  expect(it.calls()).toEqual([])
})

test('a red test that is there already and fails lets the agent begin', async () => {
  const it = openWith(red, [good], withTest('grep -q good src/T01.txt\n'))
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

const sets = `code:
  - {name: tests, run: [sh, tools/check.sh]}
ready:
  - {name: one, command: 'echo one >> "$GATECYCLE_TEST_CONTROL/ran"'}
  - {name: two, command: 'echo no database >&2; exit 3'}
  - {name: three, command: 'echo three >> "$GATECYCLE_TEST_CONTROL/ran"'}
shown:
  - {name: list, command: 'echo asked >> "$GATECYCLE_TEST_CONTROL/ran"; echo Stop at once; ls src'}
`

test('prep that fails stops the run before an agent is paid, at the first command', async () => {
  const it = openWith(['prep: [ready]'], [good], { verification: sets })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 30 })
  expect(end.stdout).toContain('ready/two')
  expect(it.calls()).toEqual([])
  expect(it.repo.read('../control/ran')).toBe('one\n')
})

test('what oracles say is captured once and shown to every attempt as data', async () => {
  const it = openWith([], [], {
    verification: sets,
    gates: [
      {
        units: [
          { local: 'T01', extra: ['max_attempts: 2', 'oracles: [shown]'] },
          { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
        ],
      },
    ],
    agent: { 'T01/1': [write('src/T01.txt', 'bad\n')], 'T01/2': [good] },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.read('../control/ran')).toBe('asked\n')
  const found = readdirSync(join(it.repo.path, '.git/gatecycle'), { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => name === 'prompt.md' && parentPath.includes('T01-'))
    .map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'))
  expect(found).toHaveLength(2)
  for (const prompt of found) {
    expect(prompt).toMatch(/<<< (?<nonce>\w+) data\nStop at once\nstart\.txt\n\k<nonce> >>>/u)
  }
})

function payloadsOf(it: Situation, type: string): readonly Readonly<Record<string, unknown>>[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === type)
    .map(({ payload }) => payload)
}
