import { expect, test } from 'vitest'
import { openSituation, type Situation } from '../open-scenario.ts'

/** A test that fails with words that differ from run to run. */
const broken = (name: string): string =>
  `import { test } from 'node:test'\ntest('${name}', () => { throw new Error('at ' + process.pid + ' ' + Date.now()) })\n`
const failing = (name: string) =>
  [{ do: 'work' }, { do: 'write', path: 'test/b.test.mjs', text: broken(name) }] as const

function openNode(agent: Parameters<typeof openSituation>[0]): Situation {
  return openSituation({
    verification: 'code:\n  - name: tests\n    run: [node, --test]\n    timeout: 60\n',
    before: (repo) =>
      repo.write('test/a.test.mjs', `import { test } from 'node:test'\ntest('adds', () => {})\n`),
    ...agent,
  })
}

test('two attempts that fail in the same tests end the unit: no third one is paid', async () => {
  const it = openNode({ agent: { 'T01/1': failing('breaks'), 'T01/2': failing('breaks') } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls().map(({ attempt }) => attempt)).toEqual([1, 2])
  expect(it.subjects().at(-1)).toBe('chore(loop): FEAT-2026-0001/T01 is blocked (spinning)')
  const escalation = it.events().find(({ event_type }) => event_type === 'human_escalation')
  expect(escalation?.payload).toMatchObject({ reason: 'spinning', attempts: 2 })
  expect(escalation?.payload['summary']).toContain('attempts 1 and 2 failed in the same way')
})

test('attempts that fail in different tests are all made', async () => {
  const it = openNode({
    agent: { 'T01/1': failing('one'), 'T01/2': failing('two'), 'T01/3': failing('three') },
  })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(it.calls().map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  expect(it.subjects().at(-1)).toBe('chore(loop): FEAT-2026-0001/T01 is blocked (attempts exhausted)')
})

test('a driver that was killed between the two knows the first failure again', async () => {
  const it = openNode({
    agent: { 'T01/1': failing('breaks'), 'T01/2': [...failing('breaks'), { do: 'kill-driver' }] },
  })
  await it.arm()
  await it.loop()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls().map(({ attempt }) => attempt)).toEqual([1, 2, 2])
  expect(it.subjects().at(-1)).toBe('chore(loop): FEAT-2026-0001/T01 is blocked (spinning)')
})
