import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import type { Action, TestRepo } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'
import { outcomesOf } from './hooked.ts'

let driven = 0
afterAll(() => {
  process.stdout.write(`submodules: ${driven} situations\n`)
})

const allow = ['-c', 'protocol.file.allow=always'] as const
const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }
const init: Action = { do: 'git', args: [...allow, 'submodule', '--quiet', 'update', '--init'] }

/** Where the library is filled, what was edited in it is taken back. */
const restore = 'if test -e lib/.git; then git -C lib checkout -q -- .; fi'

/** A repository with a library of its own in `lib`. */
function openWith(agent: readonly Action[], second: readonly Action[] = [good]): Situation {
  driven += 1
  return openSituation({
    agent: { 'T01/1': agent, T01: second },
    before: (repo) => {
      const path = `${repo.outside}/lib`
      repo.git('init', '--quiet', path)
      writeFileSync(`${path}/there.txt`, 'as it was')
      repo.git('-C', path, 'add', 'there.txt')
      commitIn(repo, path, 'one')
      repo.git(...allow, 'submodule', '--quiet', 'add', path, 'lib')
    },
  })
}

function commitIn(repo: TestRepo, path: string, subject: string): void {
  const who = ['-c', 'user.name=Lib', '-c', 'user.email=lib@example.org']
  repo.git('-C', path, ...who, 'commit', '--quiet', '--allow-empty', '-m', subject)
}

const pointerOf = ({ repo, feature }: Situation, commit = feature.branch): string =>
  repo.git('rev-parse', `${commit}:lib`)

test.each([
  ['leaves it alone', [good]],
  ['fills it to build with it', [good, init]],
])('an agent that %s: the unit goes to its commit, with the submodule as it was', async (_what, actions) => {
  const it = openWith(actions)
  const before = it.repo.git('status', '--porcelain')
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['passed', 'passed'])
  expect(pointerOf(it)).toBe(pointerOf(it, 'main'))
  expect(it.repo.git('status', '--porcelain')).toBe(before)
})

test.each([
  [
    'writes into its empty folder',
    [good, { do: 'write', path: 'lib/deep/mine.txt', text: 'x' }],
    { do: 'remove', path: 'lib/deep' },
    ['lib/deep/mine.txt'],
  ],
  [
    'edits it',
    [
      good,
      init,
      { do: 'write', path: 'lib/mine.txt', text: 'x' },
      { do: 'write', path: 'lib/there.txt', text: 'changed' },
      { do: 'shell', script: `printf y > "$(printf 'lib/caf\\351')"` },
    ],
    { do: 'git', args: ['-C', 'lib', 'clean', '-qfd'] },
    ['lib/mine.txt', 'lib/there.txt', String.raw`"lib/caf\351"`].toSorted(),
  ],
] as const)('an agent that %s is told that no commit here can keep it, and it is kept', async (...row) => {
  const [, actions, revert, kept] = row
  const it = openWith(actions, [good, revert, { do: 'shell', script: restore }])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['out_of_scope', 'passed', 'passed'])
  expect(end.stderr).toContain('submodule lib holds changes')
  const { repo, feature } = it
  const [ref = ''] = repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue').split('\n')
  const names = repo.git('ls-tree', '-r', '--name-only', ref, 'lib').split('\n')
  expect(names.toSorted()).toEqual(kept)
  expect(repo.git('cat-file', 'blob', `${ref}:${kept.find((name) => name.endsWith('mine.txt'))}`)).toBe('x')
  expect(repo.git('ls-tree', feature.branch, 'lib')).toMatch(/^160000 commit /u)
})

test('an agent that moves the submodule to another commit: it is committed as any change, and told', async () => {
  const who = ['-c', 'user.name=Lib', '-c', 'user.email=lib@example.org']
  const it = openWith([
    good,
    init,
    { do: 'git', args: ['-C', 'lib', ...who, 'commit', '--quiet', '--allow-empty', '-m', 'two'] },
  ])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(pointerOf(it)).not.toBe(pointerOf(it, 'main'))
  expect(end.stderr).toContain('submodule lib')
})
