import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRunMark, runProcess } from '@gatecycle/agents'
import type { TestRepo } from '@gatecycle/test-kit'
import { describe, expect } from 'vitest'
import { createRunWorktree, type RunWorktree } from '../../../src/adapters/worktree/run-worktree.ts'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { changedPaths } from '../../../src/adapters/objects/repository.ts'
import type { Git } from '../../../src/ports.ts'
import { test as repoTest } from '../../repo-test.ts'

interface Prepared {
  readonly worktree: RunWorktree
  readonly base: string
  /** Git as an agent would type it in the worktree. */
  readonly agentGit: (...args: readonly string[]) => string
}

function createAgentGit(repo: TestRepo, path: string): Prepared['agentGit'] {
  return (...args) =>
    execFileSync('git', ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.org', ...args], {
      cwd: path,
      env: repo.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
}

const test = repoTest.extend<{ prepared: Prepared }>({
  prepared: async ({ repo, git }, use) => {
    repo.write('src/a.ts', 'a\n')
    repo.write('src/b.ts', 'b\n')
    repo.write('src/wörter 1.ts', 'w\n')
    const base = repo.commitAll('base')
    const path = join(repo.outside, 'work tree')
    const worktree = createRunWorktree({ path, repository: git, env: repo.env })
    await worktree.prepare(base)
    await use({ worktree: stirred(worktree), base, agentGit: createAgentGit(repo, path) })
  },
})

/** These tests do to the files themselves what an agent would do, and nothing says so. */
function stirred(worktree: RunWorktree): RunWorktree {
  return {
    ...worktree,
    prepare: async (commit) => {
      worktree.stir()
      await worktree.prepare(commit)
    },
    putTo: async (commit, treeish) => {
      worktree.stir()
      await worktree.putTo(commit, treeish)
    },
    snapshot: async (from, forced) => {
      worktree.stir()
      return worktree.snapshot(from, forced)
    },
  }
}

/** What a tree differs in from a commit: `M src/a.ts`. */
const differences = async (git: Git, from: string, to: string): Promise<readonly string[]> =>
  (await changedPaths(git, from, to)).map(({ status, path }) => `${status} ${path}`)

describe('prepare', () => {
  test('makes a detached worktree of the commit, and leaves the checkout alone', async ({
    repo,
    prepared,
  }) => {
    const { worktree, base, agentGit } = prepared
    expect(await worktree.readHead()).toEqual({ commit: base, branch: undefined })
    expect(worktree.read('src/a.ts')).toBe('a\n')
    expect(agentGit('status', '--porcelain')).toBe('')
    expect(repo.git('status', '--porcelain')).toBe('')
    expect(repo.git('branch', '--show-current')).toBe('main')
  })

  test('takes what an earlier run left to the commit', async ({ repo, git, prepared }) => {
    const { worktree } = prepared
    worktree.write('src/a.ts', 'half done\n')
    worktree.write('left.txt', 'x')
    repo.write('src/c.ts', 'c\n')
    const next = repo.commitAll('next')
    await createRunWorktree({ path: worktree.path, repository: git, env: repo.env }).prepare(next)
    expect([worktree.read('src/a.ts'), worktree.read('src/c.ts'), worktree.read('left.txt')]).toEqual([
      'a\n',
      'c\n',
      undefined,
    ])
  })

  test('makes it again when somebody removed it', async ({ prepared: { worktree, base } }) => {
    rmSync(worktree.path, { recursive: true })
    expect(worktree.exists()).toBe(false)
    await worktree.prepare(base)
    expect(worktree.read('src/b.ts')).toBe('b\n')
  })

  test('refuses a folder in the way, and says where it is', async ({ repo, git, prepared: { base } }) => {
    const path = join(repo.outside, 'taken')
    mkdirSync(path)
    writeFileSync(join(path, 'mine.txt'), 'mine')
    const worktree = createRunWorktree({ path, repository: git, env: repo.env })
    await expect(worktree.prepare(base)).rejects.toMatchObject({ code: 'WORKTREE_IN_THE_WAY' })
    expect(readdirSync(path)).toEqual(['mine.txt'])
  })

  test('refuses the worktree of another repository', async ({ repo, git, prepared: { base } }) => {
    const path = join(repo.outside, 'other')
    mkdirSync(path)
    execFileSync('git', ['init', '--quiet'], { cwd: path, env: repo.env })
    const worktree = createRunWorktree({ path, repository: git, env: repo.env })
    await expect(worktree.prepare(base)).rejects.toMatchObject({ code: 'WORKTREE_IN_THE_WAY' })
  })
})

describe('putTo', () => {
  test('puts back what was changed, staged, deleted and added, and keeps what git ignores', async ({
    prepared,
  }) => {
    const { worktree, base, agentGit } = prepared
    worktree.write('src/a.ts', 'changed\n')
    rmSync(join(worktree.path, 'src/b.ts'))
    worktree.write('new/deep/file.txt', 'x')
    worktree.write('staged.txt', 'x')
    agentGit('add', 'staged.txt', 'src/a.ts')
    worktree.write('ignored/cache', 'warm')
    worktree.write('debug.log', 'log')
    await worktree.putTo(base)
    expect(agentGit('status', '--porcelain')).toBe('')
    expect(readdirSync(worktree.path).toSorted()).toEqual([
      '.git',
      '.gitignore',
      'README.md',
      'debug.log',
      'ignored',
      'src',
    ])
    expect([worktree.read('src/a.ts'), worktree.read('src/b.ts'), worktree.read('ignored/cache')]).toEqual([
      'a\n',
      'b\n',
      'warm',
    ])
  })

  test('removes a repository that an agent made inside', async ({
    prepared: { worktree, base, agentGit },
  }) => {
    agentGit('init', '--quiet', 'nested')
    worktree.write('nested/file', 'x')
    await worktree.putTo(base)
    expect(existsSync(join(worktree.path, 'nested'))).toBe(false)
  })

  test('puts the files to a tree while HEAD stays at the commit', async ({
    git,
    prepared: { worktree, base },
  }) => {
    worktree.write('src/a.ts', 'candidate\n')
    const tree = await worktree.snapshot(base)
    await worktree.putTo(base)
    await worktree.putTo(base, tree)
    expect(worktree.read('src/a.ts')).toBe('candidate\n')
    expect(await worktree.readHead()).toEqual({ commit: base, branch: undefined })
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual(['M src/a.ts'])
  })

  test('leaves what is kept out where it is', async ({ repo, git, prepared: { worktree, base } }) => {
    const deps = join(repo.outside, 'deps')
    mkdirSync(deps)
    symlinkSync(deps, join(worktree.path, 'node modules'))
    await worktree.keepOut(['node modules'])
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual([])
    await worktree.putTo(base)
    expect(existsSync(join(worktree.path, 'node modules'))).toBe(true)
  })
})

describe('snapshot', () => {
  test('holds what was changed, added and deleted, under any name, and nothing that git ignores', async ({
    git,
    prepared,
  }) => {
    const { worktree, base } = prepared
    worktree.write('src/a.ts', 'changed\n')
    rmSync(join(worktree.path, 'src/b.ts'))
    worktree.write('src/wörter 1.ts', 'anders\n')
    worktree.write('new 日本.txt', 'x')
    worktree.write('ignored/cache', 'x')
    const tree = await worktree.snapshot(base)
    expect(await differences(git, base, tree)).toEqual([
      'A new 日本.txt',
      'M src/a.ts',
      'D src/b.ts',
      'M src/wörter 1.ts',
    ])
  })

  test('of an untouched worktree is the tree of its commit', async ({
    repo,
    prepared: { worktree, base },
  }) => {
    expect(await worktree.snapshot(base)).toBe(repo.git('rev-parse', `${base}^{tree}`))
  })

  test('takes forced paths even where git ignores them, and no others', async ({
    git,
    prepared: { worktree, base },
  }) => {
    worktree.write('ignored/a', 'x')
    worktree.write('ignored/b', 'x')
    const tree = await worktree.snapshot(base, ['ignored/a', 'ignored/missing'])
    expect(await differences(git, base, tree)).toEqual(['A ignored/a'])
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual([])
  })

  test('leaves the agent’s own index as it is', async ({ prepared: { worktree, base, agentGit } }) => {
    worktree.write('src/a.ts', 'changed\n')
    agentGit('add', 'src/a.ts')
    worktree.write('src/b.ts', 'changed\n')
    await worktree.snapshot(base)
    expect(agentGit('status', '--porcelain').split('\n')).toEqual(['M  src/a.ts', ' M src/b.ts'])
  })
})

describe('a repository that an agent made inside', () => {
  const commitIn = (path: string, env: TestRepo['env']): void => {
    const author = ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.org']
    execFileSync('git', ['add', '-A'], { cwd: path, env })
    execFileSync('git', [...author, 'commit', '--quiet', '-m', 'mine'], { cwd: path, env })
  }

  test('is edits like any other, whether it has a commit or not, and also inside another', async ({
    repo,
    git,
    prepared,
  }) => {
    const { worktree, base, agentGit } = prepared
    agentGit('init', '--quiet', 'empty é')
    agentGit('init', '--quiet', 'full')
    worktree.write('empty é/a.txt', 'x')
    worktree.write('full/b.txt', 'x')
    commitIn(join(worktree.path, 'full'), repo.env)
    agentGit('init', '--quiet', 'full/inner')
    worktree.write('full/inner/c.txt', 'x')
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual([
      'A empty é/a.txt',
      'A full/b.txt',
      'A full/inner/c.txt',
    ])
  })

  test('does not hide changes of files that are known', async ({ git, prepared }) => {
    const { worktree, base, agentGit } = prepared
    agentGit('init', '--quiet', 'src')
    worktree.write('src/a.ts', 'changed\n')
    worktree.write('src/new.ts', 'new\n')
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual([
      'M src/a.ts',
      'A src/new.ts',
    ])
  })
})

/** What an agent can do to its index so that a change does not show. */
const tricks: Readonly<Record<string, (prepared: Prepared) => void>> = {
  'assume-unchanged': ({ agentGit }) => void agentGit('update-index', '--assume-unchanged', 'src/a.ts'),
  'skip-worktree': ({ agentGit }) => void agentGit('update-index', '--skip-worktree', 'src/a.ts'),
  'a sparse checkout': ({ agentGit }) => {
    const info = join(agentGit('rev-parse', '--absolute-git-dir'), 'info')
    agentGit('config', 'core.sparseCheckout', 'true')
    mkdirSync(info, { recursive: true })
    writeFileSync(join(info, 'sparse-checkout'), '/*\n!/src/a.ts\n')
  },
  'another content staged': ({ agentGit, worktree }) => {
    worktree.write('src/a.ts', 'staged\n')
    agentGit('add', 'src/a.ts')
  },
  'the file out of the index': ({ agentGit }) => void agentGit('rm', '--quiet', '--cached', 'src/a.ts'),
  'an index of garbage': ({ agentGit }) =>
    writeFileSync(join(agentGit('rev-parse', '--absolute-git-dir'), 'index'), 'garbage'),
  'an empty index': ({ agentGit }) => void agentGit('read-tree', '--empty'),
  'a lock on the index': ({ agentGit }) =>
    writeFileSync(join(agentGit('rev-parse', '--absolute-git-dir'), 'index.lock'), ''),
  'a lock on the driver’s index': ({ agentGit }) =>
    writeFileSync(join(agentGit('rev-parse', '--absolute-git-dir'), 'gatecycle-index.lock'), ''),
  'garbage in the driver’s index': ({ agentGit }) =>
    writeFileSync(join(agentGit('rev-parse', '--absolute-git-dir'), 'gatecycle-index'), 'garbage'),
  'the time of the file put back': ({ worktree }) => utimesSync(join(worktree.path, 'src/a.ts'), 0, 0),
  'a commit of its own': ({ agentGit }) => void agentGit('commit', '--quiet', '-am', 'mine'),
  'a branch of its own': ({ agentGit }) => void agentGit('switch', '--quiet', '-c', 'mine'),
}

describe.each(Object.entries(tricks))('with %s', (name, trick) => {
  test('a change is in the snapshot, and is gone after putTo', async ({ git, prepared }) => {
    const { worktree, base, agentGit } = prepared
    const change = (): void => worktree.write('src/a.ts', 'evil\n')
    if (name === 'a commit of its own') change()
    trick(prepared)
    change()
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual(['M src/a.ts'])
    await worktree.putTo(base)
    expect(worktree.read('src/a.ts')).toBe('a\n')
    expect(await worktree.readHead()).toEqual({ commit: base, branch: undefined })
    expect(await worktree.snapshot(base)).toBe(agentGit('rev-parse', `${base}^{tree}`))
  })
})

describe('HEAD', () => {
  test('is where the agent left it until it is put back, and no branch moves', async ({ repo, prepared }) => {
    const { worktree, base, agentGit } = prepared
    agentGit('switch', '--quiet', '-c', 'mine')
    agentGit('commit', '--quiet', '--allow-empty', '-m', 'mine')
    const mine = agentGit('rev-parse', 'HEAD')
    expect(await worktree.readHead()).toEqual({ commit: mine, branch: 'refs/heads/mine' })
    await worktree.setHead(base)
    expect(await worktree.readHead()).toEqual({ commit: base, branch: undefined })
    expect(repo.git('rev-parse', 'mine')).toBe(mine)
  })

  test('can be put back while the index is locked', async ({ prepared: { worktree, base, agentGit } }) => {
    agentGit('commit', '--quiet', '--allow-empty', '-m', 'mine')
    writeFileSync(join(await worktree.gitDir(), 'index.lock'), '')
    await worktree.setHead(base)
    expect((await worktree.readHead()).commit).toBe(base)
  })

  test('on a branch without commits is no commit', async ({ prepared: { worktree, agentGit } }) => {
    agentGit('switch', '--quiet', '--orphan', 'empty')
    expect(await worktree.readHead()).toEqual({ commit: undefined, branch: 'refs/heads/empty' })
  })
})

/** A worktree of which nobody says that it is written to. */
async function openQuiet(repo: TestRepo, git: Git, base: string): Promise<RunWorktree> {
  const worktree = createRunWorktree({ path: join(repo.outside, 'quiet'), repository: git, env: repo.env })
  await worktree.prepare(base)
  return worktree
}

describe('a look that is spared', () => {
  test('nobody was at work: git is not asked again; who wrote, ran a command or a hook is looked at', async ({
    repo,
    git,
    prepared: { base },
  }) => {
    const worktree = await openQuiet(repo, git, base)
    const clean = await worktree.snapshot(base)
    const file = join(worktree.path, 'src/a.ts')
    // Nothing in the driver writes like this.
    writeFileSync(file, 'unseen\n')
    expect(await worktree.snapshot(base)).toBe(clean)
    const mark = createRunMark(`test-${randomUUID()}`)
    await runProcess({ ...idle, cwd: worktree.path, mark })
    const seen = await worktree.snapshot(base)
    expect(await differences(git, base, seen)).toEqual(['M src/a.ts'])
    writeFileSync(file, 'by a hook\n')
    await createGitClient(worktree.path, repo.env).run(['hook', 'run', '--ignore-missing', 'pre-commit'])
    expect(await worktree.snapshot(base)).not.toBe(seen)
    worktree.write('src/b.ts', 'by the driver\n')
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual(['M src/a.ts', 'M src/b.ts'])
    await worktree.putTo(base)
    expect(worktree.read('src/a.ts')).toBe('a\n')
  })

  test('what only the driver wrote is taken by itself; once a command was at work, everything is looked at', async ({
    repo,
    git,
    prepared: { base },
  }) => {
    const worktree = await openQuiet(repo, git, base)
    await worktree.snapshot(base)
    // Nothing in the driver writes like this: a look at all files would find it.
    writeFileSync(join(worktree.path, 'src/a.ts'), 'unseen\n')
    worktree.write('books/log.jsonl', 'one\n')
    const alone = await worktree.snapshot(base, ['books/log.jsonl', 'books/none'])
    expect(await differences(git, base, alone)).toEqual(['A books/log.jsonl'])
    await runProcess({ ...idle, cwd: worktree.path, mark: createRunMark(`test-${randomUUID()}`) })
    worktree.write('books/log.jsonl', 'one\ntwo\n')
    const whole = await worktree.snapshot(alone, ['books/log.jsonl'])
    expect(await differences(git, base, whole)).toEqual(['A books/log.jsonl', 'M src/a.ts'])
    expect(await differences(git, alone, whole)).toEqual(['M books/log.jsonl', 'M src/a.ts'])
  })

  test('a file of the driver that is not asked for is taken with all others', async ({
    repo,
    git,
    prepared: { base },
  }) => {
    const worktree = await openQuiet(repo, git, base)
    await worktree.snapshot(base)
    worktree.write('src/b.ts', 'by the driver\n')
    worktree.write('books/log.jsonl', 'one\n')
    const tree = await worktree.snapshot(base, ['books/log.jsonl'])
    expect(await differences(git, base, tree)).toEqual(['A books/log.jsonl', 'M src/b.ts'])
  })

  test('an index that somebody else wrote is not believed, however quiet it was', async ({
    repo,
    git,
    prepared: { base },
  }) => {
    const worktree = await openQuiet(repo, git, base)
    writeFileSync(join(worktree.path, 'src/a.ts'), 'changed\n')
    const index = join(await worktree.gitDir(), 'gatecycle-index')
    utimesSync(index, 0, 0)
    expect(await differences(git, base, await worktree.snapshot(base))).toEqual(['M src/a.ts'])
  })
})

const idle = {
  argv: ['true'],
  env: { PATH: process.env['PATH'] ?? '' },
  stdin: undefined,
  timeoutMs: undefined,
  silenceMs: undefined,
  outputCapBytes: 10,
} as const
