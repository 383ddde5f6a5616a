import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  changedPaths,
  compareAndSwap,
  createCommit,
  isAncestor,
  listFiles,
  listWorktrees,
  readTexts,
  resolveCommit,
  swapRefs,
} from '../../../src/adapters/objects/repository.ts'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { test } from '../../repo-test.ts'

test('a name stands for its commit, and a name that is none for nothing', async ({ repo, git }) => {
  const head = repo.git('rev-parse', 'HEAD')
  repo.git('tag', '-a', 'v1', '-m', 'v1')
  const names = [
    'HEAD',
    'refs/heads/main',
    'v1',
    head,
    'refs/heads/none',
    'HEAD^{tree}',
    '--all',
    '',
    'main:README.md',
  ]
  const found = await Promise.all(names.map(async (name) => resolveCommit(git, name)))
  expect(found).toEqual([head, head, head, head, undefined, undefined, undefined, undefined, undefined])
})

test('all files below a folder are listed, from the top, under any name', async ({ repo, git }) => {
  for (const path of ['dir/a.md', 'dir/sub/b é.md', 'dir/"quoted".md', 'directory/c.md', 'd.md'])
    repo.write(path, 'x')
  const commit = repo.commitAll('files')
  expect(await listFiles(git, commit, 'dir')).toEqual(['dir/"quoted".md', 'dir/a.md', 'dir/sub/b é.md'])
  expect(await listFiles(git, commit, 'none')).toEqual([])
})

test('texts are read as they are: CRLF, non-ASCII, empty, without an end, with lines that look like headers', async ({
  repo,
  git,
}) => {
  const texts = new Map([
    ['crlf.txt', 'a\r\nb\r\n'],
    ['日本 é.txt', '漢字\n'],
    ['empty.txt', ''],
    ['open.txt', 'no newline'],
    ['fake.txt', `${'a'.repeat(40)} blob 5\nxxxxx\nopen.txt missing\n`],
    ['big.txt', 'x'.repeat(500_000)],
  ])
  for (const [path, text] of texts) repo.write(path, text)
  const commit = repo.commitAll('texts')
  expect(await readTexts(git, commit, [...texts.keys()])).toEqual(texts)
  expect(await readTexts(git, `${commit}^{tree}`, ['crlf.txt'])).toEqual(
    new Map([['crlf.txt', 'a\r\nb\r\n']]),
  )
})

test('a path that is missing, a folder or a submodule is not in the answer, and shifts nothing', async ({
  repo,
  git,
}) => {
  repo.write('dir/a.txt', 'a')
  repo.write('z.txt', 'z')
  repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},module`)
  const commit = repo.commitAll('mixed')
  const paths = ['none', 'dir', 'module', 'z.txt', 'none 2', 'dir/a.txt', 'a\nb']
  expect([...(await readTexts(git, commit, paths))]).toEqual([
    ['z.txt', 'z'],
    ['dir/a.txt', 'a'],
  ])
  expect(await readTexts(git, commit, [])).toEqual(new Map())
})

test('a binary file is read as some text, and the files behind it as theirs', async ({ repo, git }) => {
  writeFileSync(join(repo.path, 'a.bin'), Buffer.from([0, 255, 10, 10, 254]))
  repo.write('b.txt', 'b\n')
  const texts = await readTexts(git, repo.commitAll('binary'), ['a.bin', 'b.txt'])
  expect([texts.size, texts.get('b.txt')]).toEqual([2, 'b\n'])
})

test('what differs between two commits is told with its status, under any name', async ({ repo, git }) => {
  for (const path of ['kept', 'with space', 'gone é', 'moved']) repo.write(path, `${path}\n`)
  const from = repo.commitAll('from')
  repo.git('mv', 'moved', 'moved here')
  repo.git('rm', '--quiet', 'gone é')
  repo.write('with space', 'changed\n')
  repo.write('"new"\tfile', 'x')
  const to = repo.commitAll('to')
  expect((await changedPaths(git, from, to)).map(({ status, path }) => `${status} ${path}`)).toEqual([
    'A "new"\tfile',
    'D gone é',
    'D moved',
    'A moved here',
    'M with space',
  ])
  expect(await changedPaths(git, to, `${to}^{tree}`)).toEqual([])
})

test('a changed mode is a change', async ({ repo, git }) => {
  const from = repo.git('rev-parse', 'HEAD')
  repo.git('update-index', '--chmod=+x', 'README.md')
  const tree = repo.git('write-tree')
  expect(await changedPaths(git, from, tree)).toMatchObject([
    { status: 'M', path: 'README.md', mode: '100755' },
  ])
})

test('a ref moves only from where it was thought to be', async ({ repo, git }) => {
  const first = repo.git('rev-parse', 'HEAD')
  repo.write('a', 'a')
  const second = repo.commitAll('second')
  const ref = 'refs/gatecycle/run/x'
  const read = async (): Promise<string | undefined> => resolveCommit(git, ref)
  expect([await compareAndSwap(git, ref, second, first), await read()]).toEqual([false, undefined])
  expect([await compareAndSwap(git, ref, first, undefined), await read()]).toEqual([true, first])
  expect([await compareAndSwap(git, ref, second, undefined), await read()]).toEqual([false, first])
  expect([await compareAndSwap(git, ref, second, second), await read()]).toEqual([false, first])
  expect([await compareAndSwap(git, ref, second, first), await read()]).toEqual([true, second])
})

test('of many who move a ref at one time, one does', async ({ repo, git }) => {
  const base = repo.git('rev-parse', 'HEAD')
  const tree = repo.git('rev-parse', 'HEAD^{tree}')
  const commits = await Promise.all(
    Array.from({ length: 8 }, async (_, index) =>
      createCommit(git, { tree, parents: [base], message: String(index) }),
    ),
  )
  await compareAndSwap(git, 'refs/gatecycle/run/x', base, undefined)
  const won = await Promise.all(
    commits.map(async (commit) => compareAndSwap(git, 'refs/gatecycle/run/x', commit, base)),
  )
  expect(won.filter(Boolean)).toHaveLength(1)
  expect(await resolveCommit(git, 'refs/gatecycle/run/x')).toBe(commits[won.indexOf(true)])
})

test('an ancestor is one, also of itself; a commit beside it is none', async ({ repo, git }) => {
  const base = repo.git('rev-parse', 'HEAD')
  repo.git('switch', '--quiet', '-c', 'side')
  repo.write('a', 'a')
  const side = repo.commitAll('side')
  const pairs = [
    [base, side],
    [base, base],
    [side, base],
  ] as const
  expect(await Promise.all(pairs.map(async ([a, b]) => isAncestor(git, a, b)))).toEqual([true, true, false])
})

test('worktrees are listed with their branches, detached ones without', async ({ repo, git }) => {
  const paths = ['with space', 'detached'].map((name) => join(repo.outside, name))
  repo.git('worktree', 'add', '--quiet', '-b', 'feat/x', paths[0] ?? '')
  repo.git('worktree', 'add', '--quiet', '--detach', paths[1] ?? '')
  const found = await listWorktrees(git)
  expect(found.map(({ path, branch }) => [path, branch])).toEqual([
    [repo.path, 'refs/heads/main'],
    [join(repo.outside, 'detached'), undefined],
    [join(repo.outside, 'with space'), 'refs/heads/feat/x'],
  ])
})

test('a commit has the message that was given, whatever it holds, and moves nothing', async ({
  repo,
  git,
}) => {
  const head = repo.git('rev-parse', 'HEAD')
  const message = '--amend: é "quotes" $HOME\n\n# no comment\n\nTrailer: x\n'
  const commit = await createCommit(git, {
    tree: repo.git('rev-parse', 'HEAD^{tree}'),
    parents: [head],
    message,
  })
  expect(repo.git('log', '-1', '--format=%B', commit)).toBe(message.trim())
  expect([repo.git('rev-parse', `${commit}^`), repo.git('rev-parse', 'HEAD')]).toEqual([head, head])
})

test('the HEAD of a worktree goes with a ref, itself and not the branch that it names', async ({
  repo,
  git,
}) => {
  const from = repo.git('rev-parse', 'HEAD')
  repo.git('branch', 'held')
  repo.git('worktree', 'add', '--quiet', join(repo.outside, 'beside'), 'held')
  repo.write('new.txt', 'new\n')
  const to = repo.commitAll('new')
  const head = { ref: 'worktrees/beside/HEAD', to, isDetached: true }
  expect(await swapRefs(git, [{ ref: 'refs/sample/run', to, from: undefined }, head])).toBe(true)
  const beside = createGitClient(join(repo.outside, 'beside'), repo.env)
  expect(await resolveCommit(beside, 'HEAD')).toBe(to)
  expect(await resolveCommit(git, 'refs/heads/held')).toBe(from)
})

test('a HEAD that is locked moves no ref, and is told as one that is not to be had', async ({
  repo,
  git,
}) => {
  const to = repo.git('rev-parse', 'HEAD')
  repo.git('worktree', 'add', '--quiet', '--detach', join(repo.outside, 'beside'))
  writeFileSync(join(repo.path, '.git/worktrees/beside/HEAD.lock'), '')
  const run = { ref: 'refs/sample/run', to, from: undefined }
  expect(await swapRefs(git, [run, { ref: 'worktrees/beside/HEAD', to, isDetached: true }])).toBe(false)
  expect(await resolveCommit(git, 'refs/sample/run')).toBeUndefined()
  // What the driver does then: the unit lands without it.
  expect(await swapRefs(git, [run])).toBe(true)
})
