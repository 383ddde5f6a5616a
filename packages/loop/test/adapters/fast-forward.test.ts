import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differencesOf, snapshotCheckout } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { createCheckoutGit } from '../../src/adapters/checkout-git.ts'
import { fastForwardCheckout, heldBranchPlace } from '../../src/adapters/fast-forward.ts'
import { test as repoTest } from '../repo-test.ts'

const nowhere = { branch: 'none' }

/** The checkout is on main; `to` is one commit further, with a new file that main ignores, and a changed one. */
const test = repoTest.extend<{ from: string; to: string }>({
  from: async ({ repo }, use) => {
    repo.write('a.txt', 'a\n')
    await use(repo.commitAll('feat: a'))
  },
  to: async ({ repo, from }, use) => {
    repo.git('switch', '--quiet', '-c', 'ahead', from)
    repo.write('a.txt', 'b\n')
    repo.write('.gitignore', 'ignored/\n')
    repo.write('build.log', 'built\n')
    repo.write('new/file.txt', 'new\n')
    const to = repo.commitAll('feat: b')
    repo.git('switch', '--quiet', 'main')
    await use(to)
  },
})

test('a clean checkout gets exactly what changed, and ORIG_HEAD stays', async ({ repo, git, from, to }) => {
  repo.git('update-ref', 'ORIG_HEAD', repo.git('rev-parse', 'HEAD~1'))
  repo.write('mine.txt', 'mine\n')
  const before = snapshotCheckout(repo, nowhere)
  const answer = await fastForwardCheckout(git, repo.env, { path: repo.path, from, to, ref: 'ahead' })
  expect(answer).toEqual({ done: true })
  expect(differencesOf(before, snapshotCheckout(repo, nowhere))).toEqual([
    '.git/index',
    '.git/logs/HEAD',
    '.git/logs/refs/heads/main',
    'file .gitignore',
    'file a.txt',
    'file build.log',
    'file new',
    'file new/file.txt',
    'index entries',
    'ref refs/heads/main',
  ])
})

const ways = [
  ['an ignored file in the way', 'build.log', 'lies in'],
  ['an untracked file in the way', 'new/file.txt', 'lies in'],
  ['a file where a folder is to be', 'new', 'lies in'],
  ['a changed file', 'a.txt', 'changes of yours'],
  ['an index that somebody holds', '.git/index.lock', 'another git works'],
] as const
for (const [what, path, reason] of ways) {
  test(`${what}: nothing is touched, and it is said`, async ({ repo, git, from, to }) => {
    repo.write(path, 'mine\n')
    const before = snapshotCheckout(repo, nowhere)
    const answer = await fastForwardCheckout(git, repo.env, { path: repo.path, from, to, ref: 'ahead' })
    expect(answer).toMatchObject({ done: false, reason: expect.stringContaining(reason) })
    expect(differencesOf(before, snapshotCheckout(repo, nowhere))).toEqual([])
  })
}

test('a branch that is being rebased or bisected is held, although it is checked out nowhere', async ({
  repo,
  from,
  to,
}) => {
  expect([from, to]).toHaveLength(2)
  const common = join(repo.path, '.git')
  expect(heldBranchPlace(common, 'refs/heads/side')).toBeUndefined()
  repo.git('switch', '--quiet', '-c', 'side')
  repo.write('a.txt', 'other\n')
  repo.commitAll('feat: other')
  expect(repo.gitSays('rebase', '--quiet', 'ahead')).toBe(false)
  expect(heldBranchPlace(common, 'refs/heads/side')).toBe(common)
  repo.git('rebase', '--abort')
  expect(heldBranchPlace(common, 'refs/heads/side')).toBeUndefined()
  repo.git('bisect', 'start')
  expect(readFileSync(join(common, 'BISECT_START'), 'utf8').trim()).toBe('side')
  expect(heldBranchPlace(common, 'refs/heads/side')).toBe(common)
})

test('what git says late is heard: an answer is over when its output is closed', async ({ repo }) => {
  repo.git('config', 'alias.late', '!(sleep 0.4; echo said) &')
  expect(await createCheckoutGit(repo.path, repo.env).text(['late'])).toBe('said')
})
