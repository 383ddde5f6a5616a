import { existsSync, linkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { copyRepo, differencesOf, gitThat, snapshotCheckout, type TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import {
  forgetFastForwards,
  isFastForwardUnfinished,
} from '../../../src/adapters/checkout/fast-forward-record.ts'
import { fastForwardCheckout } from '../../../src/adapters/checkout/fast-forward.ts'
import { ownIdentity } from '../../../src/adapters/state/process-identity.ts'
import { test } from '../../fast-forward-test.ts'

const ref = 'refs/heads/main'
const nowhere = { branch: 'none' }

/** Ends the shell and all that it has started, as a power failure does; git lies in its session. */
const die = 'kill -9 0'
const moveFiles = '*" read-tree -m -u --no-recurse-submodules "*'
const moveBranch = '*" update-ref -m gatecycle: fast-forward "*'
const deaths = [
  ['before a file is written', moveFiles, die],
  [
    'when some files are written and one is gone',
    moveFiles,
    `git cat-file -p ahead:a.txt > a.txt; git cat-file -p ahead:build.log > build.log; rm -r gone; ${die}`,
  ],
  ['when all files are written', moveBranch, die],
] as const

for (const [when, words, deed] of deaths) {
  test(`it dies ${when}: the next one finishes it`, async ({ repo, git, from, to }) => {
    const order = { path: repo.path, ref, from, to }
    repo.write('mine.txt', 'mine\n')
    const twin = copyRepo(repo)
    const planted = gitThat(repo, words, deed)
    await expect(fastForwardCheckout(git, planted, order)).rejects.toMatchObject({ code: 'GIT_KILLED' })
    holdIndex(repo)
    expect(isFastForwardUnfinished(join(repo.path, '.git'), ref)).toBe(true)
    expect(await fastForwardCheckout(git, repo.env, order)).toEqual({ done: true })
    expect(await fastForwardCheckout(git, twin.env, { ...order, path: twin.path })).toEqual({ done: true })
    const different = differencesOf(snapshotCheckout(twin, nowhere), snapshotCheckout(repo, nowhere))
    expect(different.filter((name) => !/^\.git\/(?:index|logs)/u.test(name))).toEqual([])
    expect(repo.git('status', '--porcelain')).toBe('?? mine.txt')
    expect(isFastForwardUnfinished(join(repo.path, '.git'), ref)).toBe(false)
    twin.remove()
  })
}

/** The driver gave the index back when it saw the shell die; where the driver has died as well, nobody has. */
function holdIndex(repo: TestRepo): void {
  expect(repo.has('.git/index.lock')).toBe(false)
  linkSync(join(repo.path, '.git/gatecycle/fast-forward.json'), join(repo.path, '.git/index.lock'))
}

test('it dies when the branch has moved: the index is given back', async ({ repo, git, from, to }) => {
  const planted = gitThat(repo, moveBranch, `git "$@"; ${die}`)
  const order = { path: repo.path, ref, from, to }
  await expect(fastForwardCheckout(git, planted, order)).rejects.toMatchObject({ code: 'GIT_KILLED' })
  holdIndex(repo)
  forgetFastForwards(join(repo.path, '.git'), 'refs/heads/another')
  expect(repo.has('.git/index.lock')).toBe(true)
  forgetFastForwards(join(repo.path, '.git'), ref)
  expect(repo.has('.git/index.lock')).toBe(false)
  expect(repo.git('status', '--porcelain')).toBe('')
  expect(repo.git('rev-parse', 'HEAD')).toBe(to)
})

test('one that hangs is ended, and the next one finishes it', async ({ repo, git, from, to }) => {
  const order = { path: repo.path, ref, from, to }
  const planted = { ...gitThat(repo, moveBranch, 'exec sleep 600'), GATECYCLE_GIT_TIMEOUT: '2' }
  await expect(fastForwardCheckout(git, planted, order)).rejects.toMatchObject({ code: 'GIT_TIMED_OUT' })
  expect(await fastForwardCheckout(git, repo.env, order)).toEqual({ done: true })
  expect([repo.git('status', '--porcelain'), repo.git('rev-parse', 'HEAD')]).toEqual(['', to])
})

test('what a person edits after that stays, and so does a lock that is not ours', async ({
  repo,
  git,
  from,
  to,
}) => {
  const order = { path: repo.path, ref, from, to }
  const planted = gitThat(repo, moveBranch, die)
  await expect(fastForwardCheckout(git, planted, order)).rejects.toMatchObject({ code: 'GIT_KILLED' })
  repo.write('.git/index.lock', '')
  expect(await fastForwardCheckout(git, repo.env, order)).toMatchObject({
    done: false,
    reason: expect.stringContaining('another git works'),
  })
  expect(existsSync(join(repo.path, '.git/index.lock'))).toBe(true)
  rmSync(join(repo.path, '.git/index.lock'))
  repo.git('reset', '--hard', '--quiet')
  repo.write('a.txt', 'mine\n')
  const { ino } = statSync(join(repo.path, 'a.txt'))
  expect(await fastForwardCheckout(git, repo.env, order)).toMatchObject({ done: false })
  expect(repo.read('a.txt')).toBe('mine\n')
  expect(statSync(join(repo.path, 'a.txt')).ino).toBe(ino)
})

test('one that is at work is left to it', async ({ repo, git, from, to }) => {
  repo.write('.git/gatecycle/fast-forward.json', JSON.stringify({ ref, process: ownIdentity() }))
  expect(await fastForwardCheckout(git, repo.env, { path: repo.path, ref, from, to })).toEqual({
    done: false,
    reason: `it is being fast-forwarded in ${repo.path} (process ${process.pid})`,
  })
  expect(isFastForwardUnfinished(join(repo.path, '.git'), ref)).toBe(false)
})
