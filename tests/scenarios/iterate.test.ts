import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

const write = (path: string, text: string): Action => ({ do: 'write', path, text })

/** Counts what is bad, and passes when nothing is. */
const counting =
  'code:\n  - name: lint\n    command: \'n=$(grep -rl "^bad" src | wc -l); echo "FINDINGS: $n"; test "$n" -eq 0\'\n'

function openWith(agent: SituationOptions['agent'], extra: readonly string[]): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 5', ...extra] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ gates: [{ units }], verification: counting, agent: agent ?? {} })
}

test('a better attempt is gone on from, a worse one is not', async () => {
  const it = openWith(
    {
      'T01/1': [write('src/T01.txt', 'good\n'), write('src/a.txt', 'bad\n'), write('src/b.txt', 'bad\n')],
      'T01/2': [write('src/a.txt', 'good\n')],
      'T01/3': [write('src/c.txt', 'bad\n'), write('src/d.txt', 'bad\n')],
      'T01/4': [write('src/b.txt', 'good\n')],
    },
    ['iterate_on_failure: true'],
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it).slice(0, 4)).toEqual(['failed', 'failed', 'failed', 'passed'])
  const files = it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch, 'src/').split('\n')
  expect(files).toEqual(['src/T01.txt', 'src/a.txt', 'src/b.txt', 'src/start.txt'])
})

test('two attempts in a row without progress end the unit', async () => {
  const again = [write('src/a.txt', 'bad\n')]
  const it = openWith({ 'T01/1': again, T01: [write('src/e.txt', 'good\n')] }, ['iterate_on_failure: true'])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls()).toHaveLength(3)
  const escalation = it.events().find(({ event_type }) => event_type === 'human_escalation')
  expect(escalation?.payload['reason']).toBe('not_converging')
})

test('without the key every attempt begins at the base', async () => {
  const it = openWith(
    {
      'T01/1': [write('src/T01.txt', 'good\n'), write('src/a.txt', 'bad\n')],
      T01: [write('src/a.txt', 'good\n')],
    },
    [],
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch, 'src/')).not.toContain('T01.txt')
})

function outcomesOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(({ payload }) => payload['outcome'])
}
