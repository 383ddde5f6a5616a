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
