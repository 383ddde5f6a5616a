import { expect, test } from 'vitest'
import { statePathsOf } from '../../../src/adapters/state/state-paths.ts'

const place = {
  commonGitDir: '/repo/.git',
  stateRoot: '.gatecycle',
  feature: 'FEAT-2026-0007',
  env: { HOME: '/home/o' },
}
const paths = statePathsOf(place)

test('journal, lock and logs lie in the git directory, the worktree does not', () => {
  const { worktree, secondLock, ...inside } = paths
  expect(Object.values(inside).filter((path) => !path.startsWith('/repo/.git/gatecycle/'))).toEqual([])
  expect(worktree.startsWith('/home/o/.local/state/gatecycle/worktrees/')).toBe(true)
  expect(secondLock).toBe(`${worktree}.lock`)
})

test('two features, two state folders, two repositories: nothing is shared', () => {
  const others = [
    { ...place, feature: 'FEAT-2026-0008' },
    { ...place, stateRoot: 'web/.gatecycle' },
    { ...place, stateRoot: 'web-/gatecycle' },
    { ...place, stateRoot: 'web/-gatecycle' },
  ].map(statePathsOf)
  for (const name of ['journal', 'lock', 'pendingLog', 'worktree'] as const) {
    expect(new Set([paths, ...others].map((all) => all[name])).size).toBe(5)
  }
  expect(statePathsOf({ ...place, commonGitDir: '/other/.git' }).worktree).not.toBe(paths.worktree)
})

test('a feature of an initiative is one folder', () => {
  expect(statePathsOf({ ...place, feature: 'INIT-2026-0001/F02' }).lock).toMatch(
    /\/INIT-2026-0001-F02\/lock$/u,
  )
})

const worktreeFor = (env: Readonly<Record<string, string>>): string =>
  statePathsOf({ ...place, env }).worktree
test.each([
  [
    'GATECYCLE_STATE_HOME first',
    { GATECYCLE_STATE_HOME: '/s', XDG_STATE_HOME: '/x', HOME: '/h' },
    '/s/worktrees/',
  ],
  [
    'an empty one is none',
    { GATECYCLE_STATE_HOME: '', XDG_STATE_HOME: '/x', HOME: '/h' },
    '/x/gatecycle/worktrees/',
  ],
  ['XDG_STATE_HOME next', { XDG_STATE_HOME: '/x', HOME: '/h' }, '/x/gatecycle/worktrees/'],
  [
    'a relative one is ignored, as its specification asks',
    { XDG_STATE_HOME: 'x', HOME: '/h' },
    '/h/.local/state/gatecycle/worktrees/',
  ],
  ['the home at last', { HOME: '/h' }, '/h/.local/state/gatecycle/worktrees/'],
])('the worktree’s place: %s', (_what, env, start) => {
  expect(worktreeFor(env).startsWith(start)).toBe(true)
})
