import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { findMisstored } from '../../../src/adapters/objects/check-stored.ts'
import { test } from '../../repo-test.ts'

/** Puts another content under the name of an object. */
function forge(repo: TestRepo, id: string, type: string, bytes: Uint8Array): void {
  const path = join(repo.path, '.git', 'objects', id.slice(0, 2), id.slice(2))
  rmSync(path, { force: true })
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, deflateSync(Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])))
}

test('what a tree adds is held against its names', async ({ repo, git }) => {
  repo.write('a/old.txt', 'old\n')
  repo.commitAll('old')
  const from = repo.git('rev-parse', 'HEAD')
  repo.write('a/b/new.txt', 'new\n')
  repo.write('a/old.txt', 'changed\n')
  repo.commitAll('new')
  const to = repo.git('rev-parse', 'HEAD^{tree}')
  const blob = repo.git('rev-parse', 'HEAD:a/b/new.txt')
  expect(await findMisstored(git, from, to)).toEqual([])
  forge(repo, blob, 'blob', Buffer.from('bad\n'))
  expect(await findMisstored(git, from, to)).toEqual([`${blob} a/b/new.txt`])
  const folder = repo.git('rev-parse', 'HEAD:a/b')
  forge(repo, folder, 'tree', Buffer.concat([Buffer.from('100644 x.txt\0'), Buffer.from(blob, 'hex')]))
  expect(await findMisstored(git, from, to)).toEqual([`${folder} a/b`])
})

test('what was there before is not read again', async ({ repo, git }) => {
  repo.write('a/old.txt', 'old\n')
  repo.commitAll('old')
  const from = repo.git('rev-parse', 'HEAD')
  forge(repo, repo.git('rev-parse', 'HEAD:a/old.txt'), 'blob', Buffer.from('bad\n'))
  repo.write('new.txt', 'new\n')
  repo.git('add', 'new.txt')
  repo.git('commit', '--quiet', '-m', 'new')
  expect(await findMisstored(git, from, repo.git('rev-parse', 'HEAD^{tree}'))).toEqual([])
})
