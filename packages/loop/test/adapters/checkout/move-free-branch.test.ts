import { join } from 'node:path'
import { gitThat, type TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { moveFreeBranch, type FreeBranch } from '../../../src/adapters/checkout/move-free-branch.ts'
import { test as repoTest } from '../../repo-test.ts'

/** `side` is one commit behind main, which is checked out. */
const test = repoTest.extend<{ order: FreeBranch & { readonly from: string } }>({
  order: async ({ repo }, use) => {
    const from = repo.git('rev-parse', 'HEAD')
    repo.git('branch', 'side')
    repo.write('a.txt', 'a\n')
    const to = repo.commitAll('feat: a')
    const commonGitDir = join(repo.path, '.git')
    await use({ directory: commonGitDir, commonGitDir, ref: 'refs/heads/side', from, to })
  },
})

test('a branch that is in use nowhere is moved, and made where it is not there', async ({ repo, order }) => {
  expect(await moveFreeBranch(repo.env, order)).toBe('moved')
  expect(repo.git('rev-parse', 'side')).toBe(order.to)
  const fresh = { ...order, ref: 'refs/heads/fresh', from: undefined }
  expect(await moveFreeBranch(repo.env, fresh)).toBe('moved')
  expect(repo.git('rev-parse', 'fresh')).toBe(order.to)
})

test('one that is elsewhere, or there although it should not be, stays', async ({ repo, order }) => {
  expect(await moveFreeBranch(repo.env, { ...order, from: order.to })).toBe('elsewhere')
  expect(await moveFreeBranch(repo.env, { ...order, from: undefined })).toBe('elsewhere')
  expect(repo.git('rev-parse', 'side')).toBe(order.from)
})

const uses: readonly (readonly [string, (repo: TestRepo) => unknown])[] = [
  ['checked out', (repo) => repo.git('switch', '--quiet', 'side')],
  ['checked out in another worktree', (repo) => repo.git('worktree', 'add', '--quiet', '../other', 'side')],
  [
    'being rebased',
    (repo) => {
      repo.git('switch', '--quiet', 'side')
      repo.write('a.txt', 'other\n')
      repo.commitAll('feat: other')
      return repo.gitSays('rebase', '--quiet', 'main')
    },
  ],
  [
    'being bisected',
    (repo) => {
      repo.git('switch', '--quiet', 'side')
      repo.git('bisect', 'start')
      repo.git('checkout', '--quiet', '--detach')
    },
  ],
]
for (const [what, use] of uses) {
  test(`one that is ${what} stays`, async ({ repo, order }) => {
    use(repo)
    const from = repo.git('rev-parse', 'side')
    expect(await moveFreeBranch(repo.env, { ...order, from })).toBe('in-use')
    expect(repo.git('rev-parse', 'side')).toBe(from)
  })
}

test('somebody who switches to it in that moment has it', async ({ repo, order }) => {
  const person = gitThat(repo, '*" worktree list "*', `git -C '${repo.path}' switch --quiet side`)
  expect(await moveFreeBranch(person, order)).toBe('in-use')
  expect(repo.git('status', '--porcelain')).toBe('')
})

test('what git cannot do is no answer', async ({ repo, order }) => {
  for (const words of ['*" worktree list "*', '*" update-ref "*']) {
    const broken = gitThat(repo, words, 'echo "fatal: planted" >&2; exit 128')
    await expect(moveFreeBranch(broken, order)).rejects.toMatchObject({ code: 'GIT_FAILED' })
  }
  expect(repo.git('rev-parse', 'side')).toBe(order.from)
})
