import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }
const result = (kind: Extract<Action, { do: 'result' }>['kind']): Action => ({
  do: 'result',
  kind,
  reason: 'no key',
})

function outcomesOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(
      ({ event_type, correlation_id }) => event_type === 'attempt_outcome' && correlation_id.endsWith('T01'),
    )
    .map(({ payload }) => payload['outcome'])
}

test('an agent that says it is blocked is believed at once, and its reason is kept', async () => {
  const it = openSituation({ agent: { T01: [good, result('blocked')] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls()).toHaveLength(1)
  const note = `${it.feature.branch}:${it.feature.path}/work/T01/attempt-1.md`
  expect(it.repo.git('show', note)).toContain('no key')
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(it.calls()).toHaveLength(1)
})

test('a result that cannot be read fails the attempt, however green the work', async () => {
  const it = openSituation({ agent: { 'T01/1': [good, result('malformed')] } })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['result_malformed', 'passed'])
})

test.each([
  ['no result', ['missing']],
  ['a result with another attempt’s nonce', ['wrong-nonce']],
  ['an echoed “blocked” with another nonce before its own answer', ['wrong-nonce-blocked', 'complete']],
] as const)('%s is left to verification', async (_what, kinds) => {
  const it = openSituation({ agent: { T01: [good, ...kinds.map(result)] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['passed'])
})

test('no result makes a failing verification pass', async () => {
  const bad: Action = { do: 'write', path: 'src/T01.txt', text: 'bad\n' }
  const it = openSituation({ agent: { T01: [bad, result('complete')] } })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
})

test('a unit that does not need the blocked one goes on', async () => {
  const units = [
    { local: 'T01' },
    { local: 'T02' },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01', 'T02'] },
  ]
  const it = openSituation({ gates: [{ units }], agent: { T01: [result('blocked')] } })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(it.subjects().at(-1)).toBe('feat: Do T02')
})
