import { expect } from 'vitest'
import { changedBlobs, changeDigestOf } from '../../../src/adapters/objects/change-digest.ts'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import type { TestRepo } from '@gatecycle/test-kit'
import { test } from '../../repo-test.ts'

const lines = (...changed: readonly string[]): string =>
  Array.from({ length: 40 }, (_, at) => `${changed[at - 20] ?? `line ${at}`}\n`).join('')

/** A base, and a change on it: an edit, a binary file, a name that needs quoting, a mode, a removal, the log. */
function makeChange(repo: TestRepo): readonly [string, string] {
  repo.write('edited.txt', lines())
  repo.write('gone.txt', 'gone\n')
  repo.write('run.sh', 'true\n')
  const from = repo.commitAll('base')
  repo.write('edited.txt', lines('changed'))
  repo.write('größe "x".bin', 'a\u0000b\u00FFc')
  repo.write('log.jsonl', 'one\n')
  repo.git('rm', '--quiet', 'gone.txt')
  repo.git('update-index', '--chmod=+x', 'run.sh')
  repo.git('add', '-A', '--', 'edited.txt', 'größe "x".bin', 'log.jsonl')
  repo.git('commit', '--quiet', '-m', 'change')
  return [from, repo.git('rev-parse', 'HEAD')]
}

test('a change that is applied elsewhere has the same digest', async ({ repo, git }) => {
  const [from, to] = makeChange(repo)
  const without = 'log.jsonl'
  const digest = await changeDigestOf(git, { from, to, without })
  repo.git('reset', '--quiet', '--hard', from)
  repo.write('edited.txt', `above\n${lines()}`)
  repo.write('other.txt', 'other\n')
  const base = repo.commitAll('elsewhere')
  repo.git('cherry-pick', to)
  expect(await changeDigestOf(git, { from: base, to: 'HEAD', without })).toBe(digest)
})

test.each([
  ['another line', (repo: TestRepo) => repo.write('edited.txt', lines('changed otherwise'))],
  [
    'a line around it',
    (repo: TestRepo) => repo.write('edited.txt', lines('changed').replace('line 22', 'x')),
  ],
  ['another byte of a binary file', (repo: TestRepo) => repo.write('größe "x".bin', 'a\u0000b\u00FFd')],
  ['another file', (repo: TestRepo) => repo.write('more.txt', '')],
] as const)('%s has another digest', async (_what, edit) => {
  const { createRepo } = await import('@gatecycle/test-kit')
  const { createGitClient } = await import('../../../src/adapters/git/git-client.ts')
  const repo = createRepo()
  try {
    const [from, to] = makeChange(repo)
    const git = createGitClient(repo.path, repo.env)
    const digest = await changeDigestOf(git, { from, to, without: 'log.jsonl' })
    edit(repo)
    repo.commitAll('edit')
    expect(await changeDigestOf(git, { from, to: 'HEAD', without: 'log.jsonl' })).not.toBe(digest)
  } finally {
    repo.remove()
  }
})

test('no configuration and no attribute changes it, and the log is no part of it', async ({ repo, git }) => {
  const [from, to] = makeChange(repo)
  const digest = await changeDigestOf(git, { from, to, without: 'log.jsonl' })
  for (const [key, value] of [
    ['diff.algorithm', 'patience'],
    ['diff.context', '0'],
    ['diff.noprefix', 'true'],
    ['diff.renames', 'copies'],
    ['diff.indentHeuristic', 'true'],
    ['core.quotePath', 'false'],
    ['diff.mine.textconv', 'wc'],
  ] as const)
    repo.git('config', key, value)
  repo.write('.gitattributes', '* -diff diff=mine\n')
  expect(await changeDigestOf(git, { from, to, without: 'log.jsonl' })).toBe(digest)
  expect(await changeDigestOf(git, { from, to, without: 'none' })).not.toBe(digest)
})

test('what changed is listed by path, with mode and blob', async ({ repo, git }) => {
  const [from, to] = makeChange(repo)
  const changes = await changedBlobs(git, { from, to, without: 'log.jsonl' })
  expect(Object.keys(changes ?? {}).toSorted()).toEqual(
    ['edited.txt', 'gone.txt', 'run.sh', String.raw`"größe \"x\".bin"`].toSorted(),
  )
  expect(changes?.['gone.txt']).toBeNull()
  expect(changes?.['run.sh']).toMatch(/^100755 [0-9a-f]{40}$/u)
})

test('the list of blobs is the same whether it stood beside the patch or is asked for', async ({
  repo,
  git,
}) => {
  const changes = [makeChange(repo), makePlainChange(repo)]
  for (const [from, to] of changes) {
    const change = { from, to, without: 'log.jsonl' }
    const asked = await changedBlobs(createGitClient(repo.path, repo.env), change)
    await changeDigestOf(git, change)
    expect(await changedBlobs(git, change)).toEqual(asked)
    expect(Object.keys(asked ?? {}).length).toBeGreaterThan(2)
    expect(asked).not.toHaveProperty('log.jsonl')
  }
})

test('a patch that is remembered answers for its own change only', async ({ repo, git }) => {
  const [from, to] = makePlainChange(repo)
  await changeDigestOf(git, { from, to, without: 'none' })
  expect(await changedBlobs(git, { from: to, to: from, without: 'none' })).toMatchObject({ 'new.txt': null })
  await changeDigestOf(git, { from: 'HEAD~1', to: 'HEAD', without: 'none' })
  repo.write('later.txt', 'later\n')
  repo.commitAll('later')
  expect(
    Object.keys((await changedBlobs(git, { from: 'HEAD~1', to: 'HEAD', without: 'none' })) ?? {}),
  ).toEqual(['later.txt'])
})

/** A change of files whose names need no quotes. */
function makePlainChange(repo: TestRepo): readonly [string, string] {
  repo.write('a file.txt', 'one\n')
  repo.write('old.txt', 'old\n')
  const from = repo.commitAll('plain base')
  repo.write('a file.txt', '\n\ntwo\n')
  repo.write('new.txt', 'new\n')
  repo.git('rm', '--quiet', 'old.txt')
  return [from, repo.commitAll('plain change')]
}
