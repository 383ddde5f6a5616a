import { expect, test } from 'vitest'
import { awaitFile, controlOf, makeFile, trailersOf, type Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }
const git = (...args: readonly string[]): Action => ({ do: 'git', args })
const commitAll = [git('add', '-A'), git('commit', '--quiet', '-m', 'mine')]

function violationsOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'violation_recorded')
    .map(({ payload }) => payload['kind'])
}

/** The run goes to its gate, T01 is one commit of the driver's, and the branch shows nothing else. */
async function expectFoldedIn(it: Situation, kinds: readonly string[]): Promise<void> {
  const { repo, feature } = it
  repo.git('branch', 'other')
  await it.arm()
  const others = refsOf(it)
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toEqual([
    'chore(loop): arm gate 1',
    'feat: Do T01',
    'docs: Do G1-CLOSE',
    'chore(loop): gate 1 awaits review',
  ])
  expect(repo.git('show', `${feature.branch}:src/T01.txt`)).toBe('good')
  expect(new Set(violationsOf(it))).toEqual(new Set(kinds))
  expect(refsOf(it)).toEqual(others)
  const commit = repo.git('log', '-1', '--format=%H', '--grep=^feat: Do T01', feature.runRef)
  expect(trailersOf(repo, commit)['Verified-Tree']).toBe(repo.git('rev-parse', `${commit}^{tree}`))
}

/** Refs that a run has no business with. */
function refsOf({ repo, feature }: Situation): readonly string[] {
  return repo
    .git('for-each-ref', '--format=%(refname) %(objectname)')
    .split('\n')
    .filter((line) => !line.includes('refs/gatecycle/') && !line.includes(feature.branch))
    .filter((line) => !line.includes('refs/heads/agent'))
}

test.each([
  ['commits its work', [good, ...commitAll], ['agent_committed']],
  [
    'commits in small steps',
    [
      { do: 'write', path: 'src/T01.txt', text: 'goo' },
      ...commitAll,
      good,
      ...commitAll,
      git('commit', '--quiet', '--allow-empty', '-m', 'x'),
    ],
    ['agent_committed'],
  ],
  [
    'amends the commit that it was given',
    [good, git('add', '-A'), git('commit', '--quiet', '--amend', '--no-edit')],
    ['agent_committed'],
  ],
  [
    'makes a branch of its own',
    [git('switch', '--quiet', '-c', 'agent/work'), good, ...commitAll],
    ['agent_committed', 'branch_switched', 'ref_moved'],
  ],
  [
    'moves the feature branch',
    [good, ...commitAll, git('update-ref', 'refs/heads/feat/FEAT-2026-0001-sample', 'HEAD')],
    ['agent_committed', 'ref_moved'],
  ],
  [
    'moves the run ref',
    [good, ...commitAll, git('update-ref', 'refs/gatecycle/run/FEAT-2026-0001', 'HEAD')],
    ['agent_committed', 'ref_moved'],
  ],
  [
    'checks the feature branch out and commits there',
    [git('switch', '--quiet', 'feat/FEAT-2026-0001-sample'), good, ...commitAll],
    ['branch_switched', 'ref_moved'],
  ],
  [
    'edits the configuration',
    [good, git('config', 'user.name', 'Somebody'), git('config', 'core.fsmonitor', 'true')],
    ['config_changed'],
  ],
  [
    'installs a hook',
    [good, { do: 'git-write', path: 'hooks/pre-commit', text: '#!/bin/sh\nexit 1\n', mode: 0o755 }],
    ['hooks_changed'],
  ],
  [
    'ignores its work away',
    [good, { do: 'git-append', path: 'info/exclude', text: 'src/\n' }],
    ['config_changed'],
  ],
  ['stages and unstages', [good, git('add', '-A'), git('rm', '--quiet', '--cached', 'README.md')], []],
  [
    'leaves an index lock',
    [good, { do: 'git-write', path: 'worktrees/FEAT-2026-0001/index.lock', text: '' }],
    [],
  ],
] as const)('an agent that %s is folded in, and what it moved is put back', async (_what, actions, kinds) => {
  await expectFoldedIn(openSituation({ agent: { T01: actions } }), kinds)
})

test('an agent that leaves a conflict in the index is folded in', async () => {
  const it = openSituation({
    agent: {
      T01: [
        git('switch', '--quiet', '-c', 'agent/side'),
        { do: 'write', path: 'src/T01.txt', text: 'one\n' },
        ...commitAll,
        git('switch', '--quiet', '--detach', 'HEAD~1'),
        { do: 'write', path: 'src/T01.txt', text: 'two\n' },
        ...commitAll,
        { do: 'git-write', path: 'merge.sh', text: 'git merge agent/side || true\n' },
        git('-c', 'alias.m=!sh "$(git rev-parse --git-common-dir)/merge.sh"', 'm'),
        good,
      ],
    },
  })
  await expectFoldedIn(it, ['agent_committed', 'ref_moved'])
})

test('an agent that goes to an older commit is judged by what it leaves: the plan is not there', async () => {
  const it = openSituation({ agent: { T01: [git('checkout', '--quiet', 'HEAD~2'), good] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 26 })
})

test('an agent that removes the worktree’s own .git does not end the driver', async () => {
  const it = openSituation({ agent: { 'T01/1': [good, { do: 'remove', path: '.git' }], T01: [good] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toContain('feat: Do T01')
})

test('a branch that the agent moved away from is kept, so that nobody’s commit is lost', async () => {
  const it = openSituation({
    agent: { T01: [good, ...commitAll, git('update-ref', 'refs/heads/feat/FEAT-2026-0001-sample', 'HEAD')] },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const moved = it.events().find(({ payload }) => payload['kind'] === 'ref_moved')
  const commit = /→ (?<id>[0-9a-f]{40})/u.exec(String(moved?.payload['detail']))?.groups?.['id'] ?? ''
  const refs = it.repo.git(
    'for-each-ref',
    '--format=%(refname)',
    '--contains',
    commit,
    'refs/gatecycle/rescue',
  )
  expect(refs).not.toBe('')
})

test('what the driver remembers of the branch is put back like the branch itself', async () => {
  const forget = [
    git('update-ref', 'refs/gatecycle/driven/FEAT-2026-0001', 'HEAD'),
    git('update-ref', '-d', 'refs/gatecycle/published/FEAT-2026-0001'),
  ]
  const it = openSituation({ agent: { T01: [good, ...commitAll, ...forget] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  for (const kind of ['driven', 'published'])
    expect(end.stderr).toMatch(new RegExp(`ref_moved: refs/gatecycle/${kind}/.*, put back`, 'u'))
})

test('a commit of the operator’s, made while the agent works, stays where it is', async () => {
  const it = openSituation({ agent: { T01: [good, { do: 'wait', name: 'here' }] } })
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(repo)}/here.reached`)
  repo.write('mine.txt', 'the operator works too\n')
  repo.git('add', 'mine.txt')
  repo.git('commit', '--quiet', '-m', 'mine')
  const mine = repo.git('rev-parse', 'HEAD')
  makeFile(`${controlOf(repo)}/here.go`)
  const end = await running.ended
  expect(repo.git('rev-parse', 'HEAD')).toBe(mine)
  expect(repo.git('status', '--porcelain')).toBe('')
  expect(end.stdout).toContain('nothing was reset')
  const again = await it.loop()
  expect(again).toMatchObject({ exitCode: 31 })
  expect(again.stdout).toContain(`loop resync ${feature.id} --take run`)
  repo.git('merge', '--quiet', '--no-edit', feature.runRef)
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})
