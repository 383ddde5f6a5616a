import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { commitEdits } from '../../../src/adapters/objects/commit-edits.ts'
import { changedPaths, readTexts } from '../../../src/adapters/objects/repository.ts'
import { test as repoTest } from '../../repo-test.ts'

const test = repoTest.extend<{ scratch: string; base: string }>({
  scratch: async ({ repo }, use) => {
    const scratch = join(repo.outside, 'scratch')
    mkdirSync(scratch)
    await use(scratch)
  },
  base: async ({ repo }, use) => {
    for (const path of ['a.txt', 'b é.txt', 'dir/c.txt']) repo.write(path, `${path}\n`)
    await use(repo.commitAll('base'))
  },
})

test('a commit changes, adds and removes exactly what was asked', async ({ git, scratch, base }) => {
  const edits = new Map([
    ['a.txt', 'changed\r\n'],
    ['b é.txt', undefined],
    ['dir/new "x".txt', 'new'],
    ['empty', ''],
  ])
  const commit = await commitEdits(git, { parent: base, edits, message: 'edit\n', scratch })
  expect((await changedPaths(git, base, commit)).map(({ status, path }) => `${status} ${path}`)).toEqual([
    'M a.txt',
    'D b é.txt',
    'A dir/new "x".txt',
    'A empty',
  ])
  expect(await readTexts(git, commit, ['a.txt', 'empty'])).toEqual(
    new Map([
      ['a.txt', 'changed\r\n'],
      ['empty', ''],
    ]),
  )
})

test('checkout, index, branches and HEAD stay as they are, and nothing is left behind', async ({
  repo,
  git,
  scratch,
  base,
}) => {
  repo.write('a.txt', 'edited\n')
  repo.write('staged.txt', 'x')
  repo.git('add', 'staged.txt')
  const before = repo.git('status', '--porcelain')
  await commitEdits(git, { parent: base, edits: new Map([['a.txt', 'other\n']]), message: 'edit\n', scratch })
  expect([repo.git('status', '--porcelain'), repo.git('rev-parse', 'HEAD')]).toEqual([before, base])
  expect(readdirSync(scratch)).toEqual([])
})

test('a file that is gone already may be removed again', async ({ repo, git, scratch, base }) => {
  const edits = new Map([['none.txt', undefined]])
  const commit = await commitEdits(git, { parent: base, edits, message: 'nothing\n', scratch })
  expect(repo.git('rev-parse', `${commit}^{tree}`)).toBe(repo.git('rev-parse', `${base}^{tree}`))
})

test('a parent that is no commit is refused, and leaves nothing behind', async ({ git, scratch }) => {
  const order = { parent: '0'.repeat(40), edits: new Map([['a', 'a']]), message: 'x\n', scratch }
  await expect(commitEdits(git, order)).rejects.toMatchObject({ code: 'GIT_FAILED' })
  expect(readdirSync(scratch)).toEqual([])
})
