import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRepo, type TestRepo } from '@gatecycle/test-kit'
import { describe, expect } from 'vitest'
import { readRefs } from '../../../src/adapters/objects/read-refs.ts'
import { test } from '../../repo-test.ts'

function listed(repo: TestRepo): Readonly<Record<string, string>> {
  const lines = repo.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n')
  return Object.fromEntries(lines.map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']))
}

function read(repo: TestRepo): Readonly<Record<string, string>> | undefined {
  const refs = readRefs(join(repo.path, '.git'))
  return refs === undefined ? undefined : Object.fromEntries(refs)
}

function fill(repo: TestRepo): void {
  repo.write('a.txt', 'a\n')
  repo.commitAll('first')
  repo.git('branch', 'feat/deep/er')
  repo.git('tag', '-a', '-m', 'with a note', 'v1.0-rc.1')
  repo.git('tag', 'light')
  repo.git('update-ref', 'refs/gatecycle/run/FEAT-2026-0001', 'HEAD')
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  repo.git('symbolic-ref', 'refs/remotes/gone/HEAD', 'refs/remotes/gone/main')
}

describe('the refs from the files are those that git lists', () => {
  test.for([
    ['loose', (): unknown => undefined],
    ['packed', (repo: TestRepo): unknown => repo.git('pack-refs', '--all')],
    [
      'packed, and moved since',
      (repo: TestRepo): void => {
        repo.git('pack-refs', '--all')
        repo.write('a.txt', 'b\n')
        repo.git('update-ref', 'refs/heads/feat/deep/er', repo.commitAll('second'))
      },
    ],
    [
      'packed, and removed since',
      (repo: TestRepo): void => {
        repo.git('pack-refs', '--all')
        repo.git('branch', '-D', 'feat/deep/er')
      },
    ],
    [
      'with a lock',
      (repo: TestRepo): unknown => writeFileSync(join(repo.path, '.git/refs/heads/main.lock'), ''),
    ],
    [
      'with an empty folder',
      (repo: TestRepo): unknown => mkdirSync(join(repo.path, '.git/refs/heads/empty')),
    ],
    [
      'without any',
      (repo: TestRepo): unknown => rmSync(join(repo.path, '.git/refs/tags'), { recursive: true }),
    ],
  ] as const)('%s', ([, prepare], { repo }) => {
    fill(repo)
    prepare(repo)
    expect(read(repo)).toEqual(listed(repo))
  })

  test('in a repository of SHA-256', () => {
    const repo = createRepo({ objectFormat: 'sha256' })
    try {
      fill(repo)
      repo.git('pack-refs', '--all')
      repo.git('branch', 'later')
      expect(read(repo)).toEqual(listed(repo))
    } finally {
      repo.remove()
    }
  })

  test('one after another', ({ repo }) => {
    fill(repo)
    for (const args of [
      ['pack-refs', '--all'],
      ['branch', 'new'],
      ['tag', '-d', 'light'],
      ['pack-refs', '--all'],
    ]) {
      repo.git(...args)
      expect(read(repo)).toEqual(listed(repo))
    }
  })
})

test.for([
  ['another store of refs', (repo: TestRepo): unknown => mkdirSync(join(repo.path, '.git/reftable'))],
  [
    'what is no id',
    (repo: TestRepo): unknown => writeFileSync(join(repo.path, '.git/refs/heads/broken'), 'no id\n'),
  ],
  [
    'an empty file',
    (repo: TestRepo): unknown => writeFileSync(join(repo.path, '.git/refs/heads/broken'), ''),
  ],
  ['a name that is not usual', (repo: TestRepo): unknown => repo.git('branch', 'zweig-ä')],
  [
    'a packed name that is not usual',
    (repo: TestRepo): void => {
      repo.git('branch', 'zweig-ä')
      repo.git('pack-refs', '--all')
    },
  ],
  [
    'a ref that stands for itself',
    (repo: TestRepo): unknown =>
      writeFileSync(join(repo.path, '.git/refs/heads/loop'), 'ref: refs/heads/loop\n'),
  ],
  [
    'a link that leads round',
    (repo: TestRepo): unknown => symlinkSync('loop', join(repo.path, '.git/refs/heads/loop')),
  ],
  [
    'a folder where the packed ones are',
    (repo: TestRepo): unknown => mkdirSync(join(repo.path, '.git/packed-refs')),
  ],
] as const)('git has to say: %s', ([, prepare], { repo }) => {
  fill(repo)
  prepare(repo)
  expect(read(repo)).toBeUndefined()
})

test("a pipe, and what lies behind a link to a folder, are nobody's refs", ({ repo }) => {
  fill(repo)
  const before = listed(repo)
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(repo.path, '.git/refs/heads/pipe')])
  symlinkSync('/', join(repo.path, '.git/refs/heads/all'))
  expect(read(repo)).toEqual(before)
})
