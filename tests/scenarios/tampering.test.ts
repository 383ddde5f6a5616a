import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }

test.each([
  ['verification.yml', { do: 'write', path: '{state}/verification.yml', text: 'code: []\n' }],
  ['verification.yml, by removing it', { do: 'remove', path: '{state}/verification.yml' }],
  ['config.yml', { do: 'append', path: '{state}/config.yml', text: 'attempts: 9\n' }],
  ['the plan', { do: 'append', path: '{feature}/PLAN.md', text: 'Done.\n' }],
  ['the gate', { do: 'replace', path: '{feature}/GATE-01.md', from: 'status: open', to: 'status: passed' }],
  [
    'another unit',
    { do: 'replace', path: '{feature}/WU-02-unit.md', from: 'status: pending', to: 'status: done' },
  ],
  [
    'its own acceptance criteria',
    { do: 'replace', path: '{feature}/WU-01-unit.md', from: 'is good', to: 'may be bad' },
  ],
  [
    'its own scope',
    { do: 'replace', path: '{feature}/WU-01-unit.md', from: '---\n', to: '---\nscope: ["**"]\n' },
  ],
  ['the event log', { do: 'append', path: '{feature}/events.jsonl', text: '{}\n' }],
  ['the event log, by removing it', { do: 'remove', path: '{feature}/events.jsonl' }],
  ['a rule', { do: 'write', path: '{state}/rules/lax.md', text: 'Anything goes.\n' }],
  ['a unit of its own', { do: 'write', path: '{feature}/WU-03-more.md', text: '---\nid: x\n---\n' }],
  ['the roadmap', { do: 'append', path: '{state}/roadmap.md', text: '| FEAT-2026-0009 | x | active |\n' }],
] as const)('an agent that edits %s stops the run, and nothing lands', async (_what, misdeed) => {
  const it = openSituation({ units: 2, agent: { T01: [good, misdeed] } })
  const { repo, feature } = it
  await it.arm()
  const armed = repo.git('rev-parse', feature.branch)

  const end = await it.loop()

  expect(end, end.stderr).toMatchObject({ exitCode: 26 })
  expect(it.calls()).toHaveLength(1)
  expect(it.subjects()).toEqual([
    'chore(loop): arm gate 1',
    'chore(loop): FEAT-2026-0001/T01 is blocked (tampering)',
  ])
  const changed = repo.git('diff', '--name-only', armed, feature.branch).split('\n').toSorted()
  expect(changed).toEqual(
    ['WU-01-unit.md', 'events.jsonl', 'work/T01/attempt-1.md']
      .map((name) => `${feature.path}/${name}`)
      .toSorted(),
  )
  const [ref = ''] = repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue').split('\n')
  expect(repo.git('show', `${ref}:src/T01.txt`)).toBe('good')
  expect(it.events().map(({ event_type }) => event_type)).toContain('violation_recorded')
})

test.each([
  ['status', 'status: done'],
  ['attempts', 'attempts: 0'],
  ['cost_usd', 'cost_usd: 0.00'],
])('what an agent writes under the driver’s key %s is overwritten, not punished', async (key, line) => {
  const own = '{feature}/WU-01-unit.md'
  const edit: Action =
    key === 'status'
      ? { do: 'replace', path: own, from: 'status: pending', to: line }
      : { do: 'replace', path: own, from: 'type: implementation', to: `type: implementation\n${line}` }
  const it = openSituation({
    agent: { 'T01/1': [good, edit, { do: 'write', path: 'src/x.txt', text: 'bad\n' }], T01: [good, edit] },
  })
  const { repo, feature } = it
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const text = repo.git('show', `${feature.branch}:${feature.path}/WU-01-unit.md`)
  expect(text).toContain('status: done')
  expect(text).toContain('attempts: 2')
  expect(text).not.toContain('cost_usd: 0.00')
})

test('a closing unit may set its verdict, and no other key of its file', async () => {
  const edit: Action = {
    do: 'replace',
    path: '{feature}/WU-90-g1-close.md',
    from: 'type: close',
    to: 'type: close\nauto_close: true\ncumulative_attempts: 7',
  }
  const it = openSituation({ agent: { 'G1-CLOSE': [{ do: 'close', verdict: 'partially_met' }, edit] } })
  const { repo, feature } = it
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const text = repo.git('show', `${feature.branch}:${feature.path}/WU-90-g1-close.md`)
  expect(text).toContain('verdict: partially_met')
  expect(text).not.toContain('auto_close')
  expect(text).not.toContain('cumulative_attempts: 7')
  const accepted = await it.loop('accept', '--yes')
  expect(accepted).toMatchObject({ exitCode: 1 })
  expect(accepted.stdout).toContain('partially_met')
})

test('a person who commits between the verdict and its commit takes no verdict back', async () => {
  const it = openSituation({
    agent: { T01: [{ do: 'append', path: '{feature}/PLAN.md', text: 'mine\n' }, { do: 'work' }] },
  })
  await it.arm()
  const killed = await it.loopWith({ GATECYCLE_FAULT: 'unit/block-unit/before' })
  expect(killed, killed.stderr).toMatchObject({ signal: 'SIGKILL' })
  it.repo.git('switch', '--quiet', it.feature.branch)
  it.repo.write('notes.txt', 'a note\n')
  it.repo.commitAll('docs: a note')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 26 })
  expect(it.calls()).toHaveLength(1)
  const subjects = it.repo.git('log', '--format=%s', '-2', it.feature.runRef).split('\n')
  expect(subjects).toEqual(['chore(loop): FEAT-2026-0001/T01 is blocked (tampering)', 'docs: a note'])
})
