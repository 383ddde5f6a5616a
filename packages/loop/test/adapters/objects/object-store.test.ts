import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { createRepo, type TestRepo } from '@gatecycle/test-kit'
import { describe, expect } from 'vitest'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { objectIdOf } from '../../../src/adapters/objects/object-store.ts'
import { createCommit } from '../../../src/adapters/objects/repository.ts'
import type { NewObject } from '../../../src/ports.ts'
import { test } from '../../repo-test.ts'

const blob = (text: string): NewObject => ({ type: 'blob', bytes: Buffer.from(text) })

function looseFile(repo: TestRepo, id: string): string {
  return join(repo.path, '.git', 'objects', id.slice(0, 2), id.slice(2))
}

describe('objects', () => {
  test('are what git reads, under the names that git gives', async ({ repo, git }) => {
    repo.write('other.txt', 'two\n')
    const [one, two, none] = await git.write([blob('one\n'), blob('two\n'), blob('')])
    expect(repo.git('cat-file', 'blob', one ?? '')).toBe('one')
    expect(two).toBe(repo.git('hash-object', 'other.txt'))
    expect(repo.git('cat-file', '-s', none ?? '')).toBe('0')
    expect(repo.git('fsck', '--strict', '--no-dangling')).toBe('')
  })

  test('leave nothing beside them', async ({ repo, git }) => {
    const [id = ''] = await git.write([blob('one\n')])
    const folder = join(repo.path, '.git', 'objects', id.slice(0, 2))
    expect(readdirSync(folder)).toContain(id.slice(2))
    expect(readdirSync(folder).filter((name) => name.startsWith('tmp'))).toEqual([])
    expect(statSync(looseFile(repo, id)).mode & 0o777).toBe(0o444)
  })

  test('that are there are young again', async ({ repo, git }) => {
    const [id = ''] = await git.write([blob('one\n')])
    utimesSync(looseFile(repo, id), 1000, 1000)
    expect(await git.write([blob('one\n')])).toEqual([id])
    expect(statSync(looseFile(repo, id)).mtimeMs).toBeGreaterThan(1_000_000)
  })

  test('are written many at a time, the same one among them', async ({ repo, git }) => {
    const objects = Array.from({ length: 40 }, (_, number) => blob(`${number % 30}\n`))
    const ids = await git.write(objects)
    expect(ids).toEqual(objects.map((object) => objectIdOf(object, 20)))
    expect(repo.git('fsck', '--no-dangling')).toBe('')
  })

  test('are written by git where a repository is shared', async ({ repo, git }) => {
    repo.git('config', 'core.sharedRepository', 'group')
    // In a folder that is not there yet: those that are were made for one user.
    const folders = readdirSync(join(repo.path, '.git', 'objects'))
    const bytes = Array.from({ length: 100 }, (_, number) => Buffer.from([0, 255, 10, number])).find(
      (some) => !folders.includes(objectIdOf({ type: 'blob', bytes: some }, 20).slice(0, 2)),
    )
    const [id = ''] = await git.write([{ type: 'blob', bytes: bytes ?? Buffer.alloc(0) }])
    expect(Buffer.from((await git.read(id))?.bytes ?? [])).toEqual(bytes)
    expect(statSync(join(repo.path, '.git', 'objects', id.slice(0, 2))).mode & 0o070).toBe(0o070)
  })

  test('are named by SHA-256 where the repository is', async () => {
    const repo = createRepo({ objectFormat: 'sha256' })
    try {
      const git = createGitClient(repo.path, repo.env)
      const [id = ''] = await git.write([blob('one\n')])
      expect(id).toHaveLength(64)
      expect(repo.git('cat-file', 'blob', id)).toBe('one')
    } finally {
      repo.remove()
    }
  })
})

describe('a commit', () => {
  const content = (repo: TestRepo, id: string): readonly string[] =>
    repo
      .git('cat-file', 'commit', id)
      .replaceAll(/ \d{9,} /gu, ' now ')
      .split('\n')

  test.for([
    ['one line', 'subject'],
    ['a line end', 'subject\n'],
    ['a body with trailers', 'subject\n\nbody\n\nKey: value\n'],
    ['non-ASCII', 'größe 🎉\n'],
    ['lines that begin with #', '# subject\n\n# no comment\n'],
  ] as const)('is what git-commit-tree makes: %s', async ([, message], { repo, git }) => {
    repo.write('a.txt', 'a\n')
    const parent = repo.commitAll('base')
    const tree = repo.git('rev-parse', `${parent}^{tree}`)
    const ours = await createCommit(git, { tree, parents: [parent], message })
    const theirs = await git.text(['commit-tree', tree, '-p', parent, '-F', '-'], { input: message })
    expect(content(repo, ours)).toEqual(content(repo, theirs))
    expect(repo.git('fsck', '--strict', '--no-dangling')).toBe('')
  })

  test('has the names that count when it is made', async ({ repo, git }) => {
    repo.write('a.txt', 'a\n')
    const parent = repo.commitAll('base')
    const order = { tree: repo.git('rev-parse', `${parent}^{tree}`), parents: [parent], message: 'x' }
    await createCommit(git, order)
    repo.git('config', 'user.name', 'Somebody Else')
    repo.git('config', 'user.email', 'else@example.org')
    const id = await createCommit(git, order)
    const named = await git.text(['var', 'GIT_AUTHOR_IDENT'])
    expect(repo.git('log', '-1', '--format=%an <%ae>', id)).toBe(named.replace(/ \d+ [-+]\d+$/u, ''))
  })

  test('is left to git in another encoding', async ({ repo, git }) => {
    repo.write('a.txt', 'a\n')
    const parent = repo.commitAll('base')
    repo.git('config', 'i18n.commitEncoding', 'ISO-8859-1')
    const tree = repo.git('rev-parse', `${parent}^{tree}`)
    const id = await createCommit(git, { tree, parents: [], message: 'x\n' })
    expect(content(repo, id)).toContain('encoding ISO-8859-1')
  })

  test('with a NUL in its message is refused', async ({ repo, git }) => {
    repo.write('a.txt', 'a\n')
    const tree = repo.git('rev-parse', `${repo.commitAll('base')}^{tree}`)
    await expect(createCommit(git, { tree, parents: [], message: 'x\0y\n' })).rejects.toThrow(/NUL/u)
  })
})
