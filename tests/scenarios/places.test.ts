import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBin, snapshotCheckout } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

test('a state folder deep in a monorepo works from any folder of its own', async () => {
  const it = openSituation({
    repo: { name: 'a repo with spaces' },
    stateRoot: 'apps/the shop/.gatecycle',
    agent: { T01: [{ do: 'write', path: 'apps/the shop/src/größe.txt', text: 'good\n' }] },
    before: (repo) => repo.write('apps/the shop/src/deep/x.txt', 'x\n'),
  })
  const { repo, feature } = it
  const at = { cwd: join(repo.path, 'apps/the shop/src/deep'), env: repo.env }
  expect(await runBin('loop', ['arm', '--yes'], at)).toMatchObject({ exitCode: 0 })
  const before = snapshotCheckout(repo, feature)
  const end = await runBin('loop', [], at)
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(snapshotCheckout(repo, feature)).toEqual(before)
  expect(repo.git('show', `${feature.branch}:apps/the shop/src/größe.txt`)).toBe('good')
  expect(await runBin('loop', ['accept', '--yes'], at)).toMatchObject({ exitCode: 0 })
})

test.each([
  'größe.txt',
  'two words.txt',
  'quote".txt',
  "it's.txt",
  '-rf.txt',
  ' leading.txt',
  'tab\t.txt',
  'new\nline.txt',
  '名前.txt',
])('a file named %j is a deliverable like any other', async (name) => {
  const path = `src/${name}`
  const units = [
    { local: 'T01', extra: ['scope: ["src/**"]', `produces: [${JSON.stringify(path)}]`] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  const it = openSituation({ gates: [{ units }], agent: { T01: [{ do: 'write', path, text: 'good\n' }] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const files = it.repo.git('ls-tree', '-r', '-z', '--name-only', it.feature.branch).split('\0')
  expect(files).toContain(path)
})

test('a repository without a branch of the feature’s name, on a detached HEAD, is armed from where it stands', async () => {
  const it = openSituation()
  it.repo.git('checkout', '--quiet', '--detach')
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

test('an operator in a linked worktree of their own is not disturbed', async () => {
  const it = openSituation()
  const { repo, feature } = it
  const linked = join(repo.outside, 'linked')
  repo.git('worktree', 'add', '--quiet', '-b', feature.branch, linked)
  const at = { cwd: linked, env: repo.env }
  expect(await runBin('loop', ['arm', '--yes'], at)).toMatchObject({ exitCode: 0 })
  const end = await runBin('loop', [], at)
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(repo.git('-C', linked, 'status', '--porcelain')).toBe('')
  expect(repo.git('-C', linked, 'rev-parse', 'HEAD')).toBe(repo.git('rev-parse', feature.runRef))
})

test('variables of git that a caller has set lead nobody astray', async () => {
  const it = openSituation()
  const wrong = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/nowhere' }
  await it.arm()
  const end = await it.loopWith(wrong)
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
})

test('a dry run says what a run would do, and writes nothing', async () => {
  const it = openSituation({ units: 2 })
  const { repo, feature } = it
  const before = [snapshotCheckout(repo, feature), repo.git('for-each-ref'), repo.git('count-objects', '-v')]
  const end = await it.loop('--dry-run')
  expect(end).toMatchObject({ exitCode: 0 })
  expect(end.stdout).toContain('T02')
  expect(end.stdout).toContain('not checked')
  expect([
    snapshotCheckout(repo, feature),
    repo.git('for-each-ref'),
    repo.git('count-objects', '-v'),
  ]).toEqual(before)
})
