import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  captureGuard,
  restoreFiles,
  type GitGuard,
  type GuardFinding,
  type GuardPlaces,
} from '../../../src/adapters/guards/git-guard.ts'
import { restoreRefs, type OwnRefs } from '../../../src/adapters/guards/ref-guard.ts'
import type { Git } from '../../../src/ports.ts'
import { test as repoTest } from '../../repo-test.ts'

const ours = 'refs/heads/feat/greeting'
const keepUnder = 'refs/gatecycle/rescue/FEAT-2026-0001/T01/moved'
const test = repoTest.extend<{
  places: GuardPlaces
  /** What is found after somebody did something. */
  findAfter: (act: () => void) => Promise<readonly GuardFinding[]>
}>({
  places: async ({ repo }, use) => {
    const worktree = join(repo.outside, 'worktree')
    repo.git('worktree', 'add', '--quiet', '--detach', worktree)
    repo.git('branch', 'feat/greeting')
    mkdirSync(join(repo.path, '.git', 'hooks'), { recursive: true })
    writeFileSync(join(repo.path, '.git', 'hooks', 'pre-push'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    await use({
      commonGitDir: join(repo.path, '.git'),
      worktree,
      worktreeGitDir: join(repo.path, '.git', 'worktrees', 'worktree'),
    })
  },
  findAfter: async ({ git, places }, use) => {
    await use(async (act) => {
      const before = await captureGuard(git, { ...places, own: [ours] })
      act()
      return restoreGuard(git, places, before, { names: [ours], keepUnder })
    })
  },
})

async function restoreGuard(
  git: Git,
  places: GuardPlaces,
  before: GitGuard,
  own: OwnRefs,
): Promise<readonly GuardFinding[]> {
  return [...restoreFiles(places, before), ...(await restoreRefs(git, places, before.refs, own))]
}

test('what we write ourselves meanwhile was there before', async ({ git, places }) => {
  const own = join(places.worktreeGitDir, 'gatecycle-ignored.json')
  const before = await captureGuard(git, { ...places, own: [ours] }, async () => {
    await git.text(['rev-parse', 'HEAD'])
    writeFileSync(own, '{}')
  })
  expect(restoreFiles(places, before)).toEqual([])
  expect(readFileSync(own, 'utf8')).toBe('{}')
})

test('who touched nothing left nothing', async ({ findAfter }) => {
  expect(await findAfter(() => undefined)).toEqual([])
})

test('the configuration is put back, and told', async ({ repo, findAfter }) => {
  const config = join(repo.path, '.git', 'config')
  const before = repo.read('.git/config')
  const found = await findAfter(() => {
    repo.git('config', 'core.hooksPath', '/evil')
    repo.git('config', 'alias.status', '!evil')
  })
  expect(found).toEqual([{ kind: 'config_changed', detail: expect.stringContaining(config) }])
  const kept = /kept as (?<kept>.*)$/u.exec(found[0]?.detail ?? '')?.groups?.['kept'] ?? ''
  expect(readFileSync(kept, 'utf8')).toContain('!evil')
  expect(repo.read('.git/config')).toBe(before)
})

test('what a person lets a branch follow meanwhile stays, whatever stands before and behind it', async ({
  repo,
  findAfter,
}) => {
  repo.git('config', 'branch.main.description', 'first')
  repo.git('config', 'user.nickname', 'last')
  const found = await findAfter(() => {
    repo.git('branch', 'side')
    repo.git('branch', '--quiet', '--set-upstream-to=main', 'side')
    repo.git('config', 'branch.main.description', 'second')
  })
  expect(found.filter(({ kind }) => kind === 'config_changed')).toEqual([])
  expect(repo.git('config', 'branch.side.merge')).toBe('refs/heads/main')
  expect(repo.git('config', 'branch.main.description')).toBe('second')
  await findAfter(() => repo.git('config', 'branch.side.merge', 'x') + repo.git('config', 'alias.x', '!evil'))
  expect(repo.gitSays('config', 'alias.x')).toBe(false)
})

test('a configuration that was removed is there again', async ({ repo, findAfter }) => {
  const before = repo.read('.git/config')
  await findAfter(() => rmSync(join(repo.path, '.git', 'config')))
  expect(repo.read('.git/config')).toBe(before)
})

test.for([
  ['an exclude file', 'commonGitDir', 'info/exclude'],
  ['attributes', 'commonGitDir', 'info/attributes'],
  ['alternates', 'commonGitDir', 'objects/info/alternates'],
  ['other parents of commits', 'commonGitDir', 'info/grafts'],
  ['another place of the repository', 'commonGitDir', 'commondir'],
  ['another place of the worktree’s repository', 'worktreeGitDir', 'commondir'],
  ['the worktree’s configuration', 'worktreeGitDir', 'config.worktree'],
] as const)('%s that did not say so before is put back', async ([, place, name], { places, findAfter }) => {
  const path = join(places[place], name)
  const was = existsSync(path)
  const found = await findAfter(() => writeFileSync(path, '\n# evil\n'))
  expect(found).toMatchObject([{ kind: 'config_changed', detail: expect.stringContaining(path) }])
  expect(existsSync(path)).toBe(was)
})

test.for([
  ['names nothing', (path: string) => writeFileSync(path, 'nonsense\n')],
  ['is empty', (path: string) => writeFileSync(path, '')],
  ['is a folder', (path: string) => (rmSync(path), mkdirSync(path))],
] as const)('a HEAD that %s is as before', async ([, act], { repo, places, findAfter }) => {
  const path = join(places.worktreeGitDir, 'HEAD')
  const before = readFileSync(path, 'utf8')
  const found = await findAfter(() => act(path))
  expect(found).toEqual([{ kind: 'config_changed', detail: path }])
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect(repo.gitSays('-C', places.worktree, 'status')).toBe(true)
})

test('hooks are put back: a new one goes, a changed one and its mode are as before, a removed one returns', async ({
  repo,
  findAfter,
}) => {
  const hook = (name: string): string => join(repo.path, '.git', 'hooks', name)
  writeFileSync(hook('pre-commit'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(hook('commit-msg'), '#!/bin/sh\n', { mode: 0o755 })
  const found = await findAfter(() => {
    writeFileSync(hook('post-checkout'), '#!/bin/sh\nevil\n', { mode: 0o755 })
    writeFileSync(hook('pre-push'), '#!/bin/sh\nevil\n')
    chmodSync(hook('pre-commit'), 0o644)
    rmSync(hook('commit-msg'))
  })
  expect(found.map(({ kind, detail }) => `${kind} ${detail.split('; ')[0]}`).toSorted()).toEqual(
    ['commit-msg', 'post-checkout', 'pre-commit', 'pre-push'].map((name) => `hooks_changed ${hook(name)}`),
  )
  expect(existsSync(hook('post-checkout'))).toBe(false)
  expect(repo.read('.git/hooks/pre-push')).toBe('#!/bin/sh\nexit 0\n')
  expect([statSync(hook('pre-commit')).mode & 0o777, existsSync(hook('commit-msg'))]).toEqual([0o755, true])
})

test('a repository below a folder named hooks has no hooks but its own', async ({ repo, git }) => {
  const commonGitDir = join(repo.outside, 'hooks', '.git')
  mkdirSync(commonGitDir, { recursive: true })
  writeFileSync(join(commonGitDir, 'config'), '')
  const places = { commonGitDir, worktree: repo.outside, worktreeGitDir: commonGitDir }
  const before = await captureGuard(git, { ...places, own: [ours] })
  writeFileSync(join(commonGitDir, 'config'), 'x')
  expect((await restoreGuard(git, places, before, { names: [], keepUnder })).map(({ kind }) => kind)).toEqual(
    ['config_changed'],
  )
})

test('our branch is put back where it was moved or deleted', async ({ repo, findAfter }) => {
  const base = repo.git('rev-parse', ours)
  const tree = repo.git('rev-parse', 'HEAD^{tree}')
  const other = repo.git('commit-tree', tree, '-m', 'other')
  expect(await findAfter(() => repo.git('update-ref', ours, other))).toEqual([
    { kind: 'ref_moved', detail: `${ours}: ${base} → ${other}, put back` },
  ])
  expect(await findAfter(() => repo.git('update-ref', '-d', ours))).toEqual([
    { kind: 'ref_moved', detail: `${ours}: ${base} → absent, put back` },
  ])
  expect(repo.git('rev-parse', ours)).toBe(base)
  expect(repo.git('rev-parse', `${keepUnder}/${other}`)).toBe(other)
})

test('our branch stays where a person took it in a worktree of theirs', async ({ repo, findAfter }) => {
  const base = repo.git('rev-parse', ours)
  const found = await findAfter(() => {
    repo.git('switch', '--quiet', 'feat/greeting')
    repo.git('commit', '--quiet', '--allow-empty', '-m', 'theirs')
  })
  const theirs = repo.git('rev-parse', 'HEAD')
  const detail = `${ours}: ${base} → ${theirs}, left there: nothing says that the agent did it`
  expect(found).toEqual([{ kind: 'ref_moved', detail }])
  expect(repo.git('rev-parse', ours)).toBe(theirs)
})

test('the link from the worktree to its repository is put back', async ({ places, findAfter }) => {
  const link = join(places.worktree, '.git')
  const before = readFileSync(link, 'utf8')
  for (const harm of [() => rmSync(link), () => writeFileSync(link, 'gitdir: /elsewhere\n')]) {
    expect(await findAfter(harm)).toMatchObject([
      { kind: 'config_changed', detail: expect.stringContaining(link) },
    ])
    expect(readFileSync(link, 'utf8')).toBe(before)
  }
})

test('a branch of ours that was not there before goes again', async ({ repo, git, places }) => {
  const before = await captureGuard(git, { ...places, own: [ours] })
  repo.git('branch', 'feat/new')
  const found = await restoreGuard(git, places, before, { names: ['refs/heads/feat/new'], keepUnder })
  expect(found.map(({ detail }) => detail.endsWith(', put back'))).toEqual([true])
  expect(repo.gitSays('rev-parse', '--verify', 'feat/new')).toBe(false)
})

test('other refs are told, and left: they may be the operator’s', async ({ repo, findAfter }) => {
  const base = repo.git('rev-parse', 'HEAD')
  const found = await findAfter(() => {
    repo.git('tag', 'v1')
    repo.git('branch', 'mine')
  })
  expect(found).toEqual([
    { kind: 'ref_moved', detail: `refs/heads/mine: absent → ${base}` },
    { kind: 'ref_moved', detail: `refs/tags/v1: absent → ${base}` },
  ])
  expect(repo.git('rev-parse', 'v1')).toBe(base)
})
