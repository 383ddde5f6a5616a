import { expect, test } from 'vitest'
import { writeScenario, type Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

/** A unit that is tried twice with the same misdeed. */
function openWith(
  actions: readonly Action[],
  extra: readonly string[],
  more: SituationOptions = {},
): Situation {
  const unit = { local: 'T01', extra: ['max_attempts: 2', ...extra] }
  const close = { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] }
  return openSituation({ ...more, gates: [{ units: [unit, close] }], agent: { T01: actions } })
}

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }

test.each([
  ['an agent that changes nothing and says complete', [], [], 'no_deliverable_files'],
  ['a deliverable that is not made', [good], ['produces: [src/other.txt]'], 'deliverable_missing'],
  [
    'a deliverable that was there before and is not touched',
    [good],
    ['produces: [src/start.txt]'],
    'deliverable_missing',
  ],
  [
    'a file outside the scope',
    [good, { do: 'write', path: 'lib/x.txt', text: 'x\n' }],
    ['scope: ["src/**"]'],
    'out_of_scope',
  ],
  [
    'a file that was renamed out of the scope',
    [good, { do: 'git', args: ['mv', 'README.md', 'src/readme.txt'] }],
    ['scope: ["src/**"]'],
    'out_of_scope',
  ],
] as const)('%s is refused', async (_what, actions, extra, outcome) => {
  const it = openWith(actions, extra)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.calls()).toHaveLength(2)
  expect(outcomesOf(it)).toEqual([outcome, outcome])
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.runRef)).not.toContain('src/T01.txt')
})

test('a path that the plan protects is refused, and what was done is kept', async () => {
  const edit: Action = { do: 'write', path: 'tools/check.sh', text: 'exit 0\n' }
  const it = openWith([good, edit], [], { plan: ['protect: ["tools/**"]'] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['out_of_scope', 'out_of_scope'])
  const [ref = ''] = it.repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue').split('\n')
  expect(it.repo.git('show', `${ref}:tools/check.sh`)).toBe('exit 0')
})

test('an edit that git is told not to look at is seen', async () => {
  const hidden: readonly Action[] = [
    { do: 'write', path: 'src/T01.txt', text: 'bad\n' },
    { do: 'write', path: 'tools/check.sh', text: 'exit 0\n' },
    { do: 'git', args: ['update-index', '--assume-unchanged', 'tools/check.sh'] },
  ]
  const it = openWith(hidden, [], { plan: ['protect: ["tools/**"]'] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['out_of_scope', 'out_of_scope'])
})

test('what the first attempt hid from git is gone before the second', async () => {
  const it = openWith([good], [])
  writeScenario(it.repo, {
    'T01/1': [
      { do: 'write', path: 'tools/check.sh', text: 'exit 0\n' },
      { do: 'git', args: ['update-index', '--skip-worktree', 'tools/check.sh'] },
      { do: 'result', kind: 'malformed' },
    ],
    T01: [{ do: 'write', path: 'src/T01.txt', text: 'bad\n' }],
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['result_malformed', 'failed'])
})

function outcomesOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(({ payload }) => payload['outcome'])
}
