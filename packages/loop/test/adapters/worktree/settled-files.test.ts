import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRepo, type TestRepo } from '@gatecycle/test-kit'
import { describe, expect } from 'vitest'
import { driverIndexOf } from '../../../src/adapters/worktree/driver-view.ts'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { readIndexEntries } from '../../../src/adapters/worktree/index-entries.ts'
import { createSettledFiles } from '../../../src/adapters/worktree/settled-files.ts'
import { createRunWorktree, type RunWorktree } from '../../../src/adapters/worktree/run-worktree.ts'
import { forgeIndex } from '../../forge-index.ts'
import { test as repoTest } from '../../repo-test.ts'

interface World {
  readonly worktree: RunWorktree
  readonly base: string
  readonly index: string
  /** What git would read again: files that are not older than the index. */
  readonly racy: () => readonly string[]
}

async function checkOut(repo: TestRepo, name = 'worktree'): Promise<World> {
  const base = repo.has('files') ? repo.git('rev-parse', 'HEAD') : fill(repo)
  const worktree = openWorktree(repo, name)
  await worktree.prepare(base)
  const index = driverIndexOf(await worktree.gitDir())
  const racy = (): readonly string[] => racyIn(index, base.length / 2)
  return { worktree, base, index, racy }
}

function fill(repo: TestRepo): string {
  for (let number = 0; number < 150; number += 1) repo.write(`files/${number}.txt`, `${number}\n`)
  repo.write('wörter 1.txt', 'w\n')
  symlinkSync('wörter 1.txt', join(repo.path, 'link'))
  return repo.commitAll('base')
}

function openWorktree(repo: TestRepo, name: string): RunWorktree {
  const repository = createGitClient(repo.path, repo.env)
  return createRunWorktree({ path: join(repo.outside, name), repository, env: repo.env })
}

function racyIn(index: string, idBytes: number): readonly string[] {
  const written = Math.floor(lstatSync(index).mtimeMs / 1000)
  const entries = readIndexEntries(readFileSync(index), idBytes) ?? []
  return entries
    .filter(({ mtimeSeconds }) => mtimeSeconds >= written)
    .map(({ path }) => path.toString('utf8'))
}

async function look({ worktree, base }: Pick<World, 'worktree' | 'base'>): Promise<string> {
  worktree.stir()
  return worktree.snapshot(base)
}

/**
 * Other bytes, as many, and the time that the file had: only the time of change tells it. False where a second went by meanwhile, or in
 * the middle of the checkout, so that the file was not settled.
 */
function writeHidden(file: string, text: string): boolean {
  const before = lstatSync(file)
  writeFileSync(file, text)
  utimesSync(file, before.atimeMs / 1000, before.mtimeMs / 1000)
  const isSettled = before.mtimeMs % 1000 === 0 && before.mtimeMs < before.ctimeMs
  return isSettled && Math.floor(lstatSync(file).ctimeMs / 1000) === Math.floor(before.ctimeMs / 1000)
}

/** Where a second went by in the middle of a checkout, few may be left, which are not settled: false. */
function onlyLinksAreRacy({ racy }: World): boolean {
  const names = racy()
  if (names.length === 1) expect(names).toEqual(['link'])
  else expect(names.length).toBeLessThan(100)
  return names.length === 1
}

/** Again and again, from the beginning of a second on, until all of it happened within one. */
async function inOneSecond(body: (attempt: number) => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await body(attempt)) return
    // The clock of a file system goes some milliseconds behind.
    await delay(1020 - (Date.now() % 1000))
  }
  throw new Error('no attempt stayed within one second')
}

const test = repoTest.extend<{ world: World }>({
  world: async ({ repo }, use) => {
    await use(await checkOut(repo))
  },
})

describe('files after a checkout', () => {
  test('are not read again by git, but for links', async ({ repo }) => {
    await inOneSecond(async (attempt) => onlyLinksAreRacy(await checkOut(repo, `worktree-${attempt}`)))
  })

  test('are as the index says', async ({ world, repo }) => {
    const env = { ...repo.env, GIT_INDEX_FILE: world.index }
    const ask = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: world.worktree.path, env, encoding: 'utf8' })
    expect(ask('diff-files')).toBe('')
    expect(ask('fsck', '--no-progress')).toBe('')
    expect(await look(world)).toBe(repo.git('rev-parse', `${world.base}^{tree}`))
  })

  test('are seen when somebody writes to them', async ({ world, repo }) => {
    writeFileSync(join(world.worktree.path, 'files/7.txt'), 'x\n')
    const tree = await look(world)
    expect(repo.git('show', `${tree}:files/7.txt`)).toBe('x')
  })

  test('in a repository of SHA-256', async () => {
    const repo = createRepo({ objectFormat: 'sha256' })
    try {
      await inOneSecond(async (attempt) => onlyLinksAreRacy(await checkOut(repo, `worktree-${attempt}`)))
      const world = await checkOut(repo)
      expect(await look(world)).toBe(repo.git('rev-parse', `${world.base}^{tree}`))
    } finally {
      repo.remove()
    }
  })

  test('where its index is of a version that shortens names', async ({ repo }) => {
    repo.git('config', 'index.version', '4')
    repo.write(`${'long/'.repeat(50)}er.txt`, 'l\n')
    repo.write('files/zz/a.txt', 'a\n')
    fill(repo)
    await inOneSecond(async (attempt) => onlyLinksAreRacy(await checkOut(repo, `worktree-${attempt}`)))
    const world = await checkOut(repo)
    const bytes = readFileSync(world.index)
    expect(bytes.readUInt32BE(4)).toBe(4)
    const env = { ...repo.env, GIT_INDEX_FILE: world.index }
    const names = execFileSync('git', ['ls-files', '-z'], { cwd: world.worktree.path, env, encoding: 'utf8' })
    const read = readIndexEntries(bytes, 20)?.map(({ path }) => `${path.toString('utf8')}\0`)
    expect(read?.join('')).toBe(names)
    expect(await look(world)).toBe(repo.git('rev-parse', `${world.base}^{tree}`))
  })
})

describe('a file that is written within the second of the checkout, and given its old time back', () => {
  test('is seen', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      if (!writeHidden(join(world.worktree.path, 'files/7.txt'), 'x\n')) return false
      expect(repo.git('show', `${await look(world)}:files/7.txt`)).toBe('x')
      return true
    })
  })

  test('is seen, also when a part of that second is not put back', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      const file = join(world.worktree.path, 'files/7.txt')
      if (!writeHidden(file, 'x\n')) return false
      utimesSync(file, 0, lstatSync(file).mtimeMs / 1000 + 0.5)
      expect(repo.git('show', `${await look(world)}:files/7.txt`)).toBe('x')
      return true
    })
  })

  test('is seen a second time', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      const file = join(world.worktree.path, 'files/7.txt')
      if (!writeHidden(file, 'x\n')) return false
      await look(world)
      if (!writeHidden(file, 'y\n')) return false
      expect(repo.git('show', `${await look(world)}:files/7.txt`)).toBe('y')
      return true
    })
  })

  test('is seen, also when others were checked out again meanwhile', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      for (let number = 20; number < 140; number += 1)
        writeFileSync(join(world.worktree.path, `files/${number}.txt`), 'x')
      world.worktree.stir()
      await world.worktree.putTo(world.base)
      if (!writeHidden(join(world.worktree.path, 'files/7.txt'), 'x\n')) return false
      expect(repo.git('show', `${await look(world)}:files/7.txt`)).toBe('x')
      return true
    })
  })

  test('is put back', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      const file = join(world.worktree.path, 'files/7.txt')
      if (!writeHidden(file, 'x\n')) return false
      world.worktree.stir()
      await world.worktree.putTo(world.base)
      expect(readFileSync(file, 'utf8')).toBe('7\n')
      return true
    })
  })

  test('is seen by another process that goes on', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const name = `worktree-${attempt}`
      const world = await checkOut(repo, name)
      if (!writeHidden(join(world.worktree.path, 'files/7.txt'), 'x\n')) return false
      const worktree = openWorktree(repo, name)
      expect(repo.git('show', `${await look({ worktree, base: world.base })}:files/7.txt`)).toBe('x')
      return true
    })
  })
})

describe('a file that was given an old time before it was taken', () => {
  test.for([1_577_836_800, 0])(
    'and again with other content within the second, time %d, is seen',
    async (time, { repo }) => {
      await inOneSecond(async (attempt) => {
        const world = await checkOut(repo, `worktree-${attempt}`)
        const file = join(world.worktree.path, 'new.txt')
        const put = (text: string): number => {
          writeFileSync(file, text)
          utimesSync(file, time, time)
          return Math.floor(lstatSync(file).ctimeMs / 1000)
        }
        const first = put('x\n')
        await look(world)
        if (put('y\n') !== first) return false
        expect(repo.git('show', `${await look(world)}:new.txt`)).toBe('y')
        return true
      })
    },
  )

  test('is seen by another process that goes on', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const name = `worktree-${attempt}`
      const world = await checkOut(repo, name)
      const file = join(world.worktree.path, 'new.txt')
      const put = (text: string): number => {
        writeFileSync(file, text)
        utimesSync(file, 1_577_836_800, 1_577_836_800)
        return Math.floor(lstatSync(file).ctimeMs / 1000)
      }
      const first = put('x\n')
      await look(world)
      if (put('y\n') !== first) return false
      const worktree = openWorktree(repo, name)
      expect(repo.git('show', `${await look({ worktree, base: world.base })}:new.txt`)).toBe('y')
      return true
    })
  })
})

describe('an index that another process left', () => {
  test('counts for nothing, where it makes a changed file look unchanged', async ({ repo, world }) => {
    const { worktree, base, index } = world
    const file = join(worktree.path, 'files/7.txt')
    writeFileSync(file, 'x\n')
    utimesSync(file, 1_577_836_800, 1_577_836_800)
    const [wrong, right] = [`${await look(world)}:files/7.txt`, `${base}:files/7.txt`]
    forgeIndex(index, repo.git('rev-parse', wrong), repo.git('rev-parse', right))
    expect(
      repo.git('show', `${await look({ ...world, worktree: openWorktree(repo, 'worktree') })}:files/7.txt`),
    ).toBe('x')
    await openWorktree(repo, 'worktree').prepare(base)
    expect(readFileSync(file, 'utf8')).toBe('7\n')
  })
})

describe('looking', () => {
  test('suspects no file that was written again within the second of its time: git reads it anyhow', async ({
    repo,
  }) => {
    fill(repo)
    const files = createSettledFiles({ root: repo.path, index: join(repo.path, '.git/index') })
    const file = join(repo.path, 'files/7.txt')
    const secondOf = (): number => Math.floor(lstatSync(file).mtimeMs / 1000)
    await inOneSecond(async () => {
      rmSync(join(repo.path, 'files'), { recursive: true })
      repo.git('checkout', '--', '.')
      files.settle(20)
      if (lstatSync(file).mtimeMs % 1000 !== 0) return false
      writeFileSync(file, 'x\n')
      const second = secondOf()
      expect(files.mayHide()).toBe(false)
      // The clock of a file system ticks only every few milliseconds.
      await delay(20)
      writeFileSync(file, 'y\n')
      expect(files.mayHide()).toBe(false)
      return secondOf() === second
    })
  })

  test('leaves no clock behind when the second is over', async ({ repo }) => {
    await inOneSecond(async (attempt) => {
      const world = await checkOut(repo, `worktree-${attempt}`)
      const clock = `${world.index}.clock`
      if (!existsSync(clock)) return false
      await expect.poll(async () => (await look(world), existsSync(clock)), { timeout: 60_000 }).toBe(false)
      return true
    })
  })

  test('is not disturbed by files that are gone or cannot be reached', async ({ world, repo }) => {
    const { path } = world.worktree
    rmSync(join(path, 'files'), { recursive: true })
    symlinkSync(path, join(path, 'files'))
    expect(repo.git('ls-tree', '--name-only', await look(world)).split('\n')).toContain('files')
    rmSync(join(path, 'files'))
    writeFileSync(join(path, 'files'), '')
    chmodSync(join(path, 'files'), 0)
    rmSync(join(path, 'files'))
    expect(repo.git('ls-tree', '--name-only', await look(world)).split('\n')).not.toContain('files')
  })
})
