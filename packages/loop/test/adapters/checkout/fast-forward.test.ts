import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyRepo, differencesOf, gitThat, snapshotCheckout, type TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { createCheckoutGit } from '../../../src/adapters/git/checkout-git.ts'
import { fastForwardCheckout, heldBranchPlace } from '../../../src/adapters/checkout/fast-forward.ts'
import { test } from '../../fast-forward-test.ts'

const nowhere = { branch: 'none' }
const ref = 'refs/heads/main'

/** What git itself left of a merge that is over, and where the person was before. */
function leaveTraces(repo: TestRepo): void {
  repo.git('update-ref', 'ORIG_HEAD', repo.git('rev-parse', 'HEAD~1'))
  repo.write('.git/AUTO_MERGE', `${repo.git('rev-parse', 'HEAD^{tree}')}\n`)
  repo.write('.git/MERGE_RR', '')
}

test('a clean checkout gets exactly what changed; no other ref and no hook hears of it', async ({
  repo,
  git,
  from,
  to,
}) => {
  leaveTraces(repo)
  repo.write('mine.txt', 'mine\n')
  repo.git('config', 'core.hooksPath', '.git/hooks')
  for (const hook of ['post-merge', 'post-checkout', 'post-index-change', 'reference-transaction']) {
    repo.write(`.git/hooks/${hook}`, `#!/bin/sh\necho ${hook} >> '${repo.outside}/hooked'\n`)
    chmodSync(join(repo.path, '.git/hooks', hook), 0o755)
  }
  const before = snapshotCheckout(repo, nowhere)
  const answer = await fastForwardCheckout(git, repo.env, { path: repo.path, ref, from, to })
  expect(answer).toEqual({ done: true })
  expect(differencesOf(before, snapshotCheckout(repo, nowhere))).toEqual([
    '.git/index',
    '.git/logs/HEAD',
    '.git/logs/refs/heads/main',
    'file .gitignore',
    'file a.txt',
    'file build.log',
    'file gone',
    'file gone/it.txt',
    'file new',
    'file new/file.txt',
    "file new/it's\n a name",
    'file z.txt',
    'index entries',
    'ref refs/heads/main',
  ])
  expect(repo.has('../hooked')).toBe(false)
  expect(repo.git('status', '--porcelain')).toBe('?? mine.txt')
})

const ways = [
  ['an ignored file in the way', 'build.log', 'lies in'],
  ['an untracked file in the way', 'new/file.txt', 'lies in'],
  ['an untracked file of an odd name in the way', "new/it's\n a name", "new/it's\n a name lies in"],
  ['a file where a folder is to be', 'new', 'lies in'],
  ['a changed file', 'a.txt', 'changes of yours'],
  ['an index that somebody holds', '.git/index.lock', 'another git works'],
  ['a merge that is not concluded', '.git/MERGE_HEAD', 'a merge is under way in'],
  ['a cherry-pick that is not concluded', '.git/CHERRY_PICK_HEAD', 'a cherry-pick is under way in'],
  ['patches that are being applied', '.git/rebase-apply/applying', 'a rebase is under way in'],
] as const
for (const [what, path, reason] of ways) {
  test(`${what}: nothing is touched, and it is said`, async ({ repo, git, from, to }) => {
    leaveTraces(repo)
    repo.write(path, 'mine\n')
    const before = snapshotCheckout(repo, nowhere)
    const answer = await fastForwardCheckout(git, repo.env, { path: repo.path, ref, from, to })
    expect(answer).toMatchObject({ done: false, reason: expect.stringContaining(reason) })
    expect(differencesOf(before, snapshotCheckout(repo, nowhere))).toEqual([])
  })
}

const lookAtHead = '*" symbolic-ref -q HEAD "*'
/** Between the last look and the deed: what somebody does there, what is said of it, and what is different then. */
const moments = [
  ['makes an ignored file', lookAtHead, 'echo mine > build.log', 'build.log lies in', ['file build.log']],
  ['edits a file', lookAtHead, 'echo mine > a.txt', 'changes of yours', ['file a.txt']],
  [
    'edits a file later still',
    '*" read-tree -m -u "*',
    'echo mine > a.txt',
    'would not fast-forward',
    ['file a.txt'],
  ],
  ['takes the index', '*" status "*', ': > .git/index.lock', 'another git works', ['.git/index.lock']],
  [
    'switches',
    lookAtHead,
    'git symbolic-ref HEAD refs/heads/other',
    'switched to something else',
    ['.git/HEAD', '.git/logs/HEAD'],
  ],
  [
    'moves the branch',
    '*" update-ref -m gatecycle: fast-forward "*',
    `git update-ref ${ref} ${ref}~1`,
    'moved at this moment',
    ['.git/index', '.git/logs/HEAD', '.git/logs/refs/heads/main', `ref ${ref}`],
  ],
  [
    'holds the branch',
    '*" update-ref -m gatecycle: fast-forward "*',
    ': > .git/HEAD.lock',
    'HEAD.lock',
    ['.git/HEAD.lock', '.git/index'],
  ],
] as const
for (const [what, words, deed, reason, different] of moments) {
  test(`somebody ${what} in that moment: it stays, and it is said`, async ({ repo, git, from, to }) => {
    repo.git('branch', 'other')
    const [before, person] = [snapshotCheckout(repo, nowhere), gitThat(repo, words, deed)]
    const answer = await fastForwardCheckout(git, person, { path: repo.path, ref, from, to })
    expect(answer).toMatchObject({ done: false, reason: expect.stringContaining(reason) })
    expect(differencesOf(before, snapshotCheckout(repo, nowhere))).toEqual(different)
    expect(repo.has('.git/gatecycle/fast-forward.json')).toBe(false)
  })
}

const settings: readonly (readonly [string, (repo: TestRepo) => void])[] = [
  ['line ends of another system', (repo) => repo.git('config', 'core.autocrlf', 'true')],
  ['a sparse checkout', (repo) => repo.git('sparse-checkout', 'set', 'gone')],
  [
    'a sparse index',
    (repo) => {
      repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'gone')
    },
  ],
  ['a split index', (repo) => repo.git('update-index', '--split-index')],
  ['an untracked cache', (repo) => repo.git('update-index', '--force-untracked-cache')],
  [
    'a filter program',
    (repo) => {
      repo.git('config', 'filter.up.smudge', 'tr a-z A-Z')
      repo.git('config', 'filter.up.clean', 'tr A-Z a-z')
      repo.git('config', 'filter.up.required', 'true')
      repo.write('.git/info/attributes', '*.txt filter=up\n')
    },
  ],
  ['an index that is old', (repo) => repo.git('read-tree', 'HEAD')],
]
for (const [what, set] of settings) {
  test(`with ${what} a checkout becomes what git's own fast-forward makes of it`, async ({
    repo,
    git,
    from,
    to,
  }) => {
    set(repo)
    const twin = copyRepo(repo)
    twin.git('update-index', '-q', '--refresh')
    twin.git('merge', '--quiet', '--ff-only', 'ahead')
    const answer = await fastForwardCheckout(git, repo.env, { path: repo.path, ref, from, to })
    expect(answer).toEqual({ done: true })
    const different = differencesOf(snapshotCheckout(twin, nowhere), snapshotCheckout(repo, nowhere))
    expect(
      different.filter((name) => !/index|logs|ORIG_HEAD/u.test(name) || name === 'index entries'),
    ).toEqual([])
    expect(repo.git('status', '--porcelain')).toBe('')
    twin.remove()
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
