import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRunMark, runProcess } from '@gatecycle/agents'
import type { TestRepo } from '@gatecycle/test-kit'
import { describe, expect } from 'vitest'
import { createRunWorktree, type RunWorktree } from '../../../src/adapters/worktree/run-worktree.ts'
import type { Git } from '../../../src/ports.ts'
import { test as repoTest } from '../../repo-test.ts'

interface World {
  readonly worktree: RunWorktree
  readonly base: string
  /** A candidate: the base as it was seen, with two files that we write. */
  readonly candidate: () => Promise<string>
  readonly at: (path: string) => string
  /** The tree of the files by a fresh index of git's own. */
  readonly byGit: () => string
}

const [unit, log] = ['plan/WU-01.md', 'plan/events.jsonl']

async function prepare(repo: TestRepo, git: Git): Promise<World> {
  const base = repo.git('rev-parse', 'HEAD')
  const path = join(repo.outside, 'worktree')
  const worktree = createRunWorktree({ path, repository: git, env: repo.env })
  await worktree.prepare(base)
  await worktree.snapshot(base)
  return {
    worktree,
    base,
    at: (file) => join(path, file),
    candidate: async () => {
      worktree.write(unit, 'status: done\n')
      worktree.write(log, '{"seq":1}\n{"seq":2}\n')
      return worktree.snapshot(base, [unit, log])
    },
    byGit: () => {
      const inWorktree = ['-C', path, '-c', `core.worktree=${path}`]
      rmSync(join(repo.outside, 'fresh'), { force: true })
      const index = ['-c', 'core.safecrlf=false']
      repo.git(...inWorktree, ...index, 'read-tree', `--index-output=${join(repo.outside, 'fresh')}`, base)
      repo.git(...inWorktree, 'add', '-A', '-f', '--', '.')
      return repo.git(...inWorktree, 'write-tree')
    },
  }
}

const test = repoTest.extend<{ world: World }>({
  world: async ({ repo, git }, use) => {
    repo.write('src/a.txt', 'a\n')
    repo.write(unit, 'status: draft\n')
    repo.write(log, '{"seq":1}\n')
    repo.commitAll('base')
    await use(await prepare(repo, git))
  },
})

/** A command, as a verification is one: whoever looks afterwards looks anew. */
async function command(world: World, ...argv: readonly [string, ...string[]]): Promise<void> {
  await runProcess({
    argv,
    cwd: world.worktree.path,
    env: { PATH: process.env['PATH'] ?? '' },
    mark: createRunMark(`test-${randomUUID()}`),
    stdin: undefined,
    timeoutMs: 10_000,
    silenceMs: 10_000,
    outputCapBytes: 1000,
  })
}

describe('a candidate with files of our own', () => {
  test('is what git makes of the files', async ({ world, repo }) => {
    const tree = await world.candidate()
    expect(tree).toBe(world.byGit())
    expect(repo.git('show', `${tree}:${log}`)).toBe('{"seq":1}\n{"seq":2}')
  })

  test('is still there behind a command that writes nothing', async ({ world }) => {
    const tree = await world.candidate()
    await command(world, 'true')
    expect(await world.worktree.snapshot(tree)).toBe(tree)
    expect(await world.worktree.snapshot(tree)).toBe(tree)
  })

  test.for([
    ['to a file of ours', `echo '{"seq":3}' >> ${log}`],
    ['to another file', 'echo b >> src/a.txt'],
    ['a new file', 'echo b > src/b.txt'],
    ['modes', `chmod +x ${log}`],
    ['a removal', `rm ${unit}`],
    ['the old bytes of a file of ours', `echo '{"seq":1}' > ${log}`],
    ['a link in place of a file of ours', `ln -sf ../src/a.txt ${unit}`],
  ] as const)('is another one behind a command that writes: %s', async ([, script], { world }) => {
    const tree = await world.candidate()
    await command(world, 'sh', '-c', script)
    const after = await world.worktree.snapshot(tree)
    expect(after).not.toBe(tree)
    expect(after).toBe(world.byGit())
  })

  test('is another one behind a command and is put back', async ({ world }) => {
    const tree = await world.candidate()
    await command(world, 'sh', '-c', `echo >> ${log}; echo >> src/a.txt`)
    await world.worktree.putTo(world.base, tree)
    expect(readFileSync(world.at(log), 'utf8')).toBe('{"seq":1}\n{"seq":2}\n')
    expect(await world.worktree.snapshot(tree)).toBe(tree)
    expect(world.byGit()).toBe(tree)
  })

  test.for([
    ['writes', `echo x > ${log}`],
    ['removes', `rm ${log} ${unit}`],
  ] as const)('is put back, whatever a command %s before anybody looked', async ([, script], { world }) => {
    const tree = await world.candidate()
    await command(world, 'sh', '-c', script)
    await world.worktree.putTo(world.base, tree)
    expect(readFileSync(world.at(log), 'utf8')).toBe('{"seq":1}\n{"seq":2}\n')
    expect(world.byGit()).toBe(tree)
  })

  test('is in the index that an agent is shown', async ({ world, repo }) => {
    const tree = await world.candidate()
    await world.worktree.putTo(world.base, tree)
    expect(repo.git('-C', world.worktree.path, 'write-tree')).toBe(tree)
  })

  test('is in the index that hooks are shown', async ({ world, repo }) => {
    const tree = await world.candidate()
    const env = { ...repo.env, GIT_INDEX_FILE: await world.worktree.indexFile() }
    const staged = execFileSync('git', ['write-tree'], { cwd: world.worktree.path, env, encoding: 'utf8' })
    expect(staged.trim()).toBe(tree)
    await world.worktree.putTo(world.base, tree)
    expect(repo.git('-C', world.worktree.path, 'write-tree')).toBe(tree)
  })
})

describe('git has its say in a candidate', () => {
  test.for([
    ['where a filter is set', '*.jsonl filter=upper\n'],
    ['where $Id$ is expanded', '*.jsonl ident\n'],
    ['where a file has another encoding', '*.jsonl working-tree-encoding=UTF-16\n'],
  ] as const)('%s', async ([, attributes], { repo, git }) => {
    repo.git('config', 'filter.upper.clean', 'tr a-z A-Z')
    repo.write('src/a.txt', 'a\n')
    repo.write(unit, 'status: draft\n')
    repo.write(log, '')
    repo.commitAll('base')
    const world = await prepare(repo, git)
    await command(world, 'true')
    writeFileSync(world.at('.gitattributes'), attributes)
    await world.worktree.glance(world.base)
    world.worktree.write(log, attributes.includes('ident') ? '$Id: 123 $\n' : 'seq\n')
    const tree = await world.worktree.snapshot(world.base, [log]).catch((error: unknown) => String(error))
    // What git itself cannot take is refused, and not taken past it.
    if (attributes.includes('encoding')) expect(tree).toContain('UTF-16')
    else expect(tree).toBe(world.byGit())
  })

  test('where there is a CR', async ({ repo, git }) => {
    repo.git('config', 'core.autocrlf', 'input')
    repo.write(log, '')
    repo.commitAll('base')
    const world = await prepare(repo, git)
    world.worktree.write(log, 'one\r\n')
    const tree = await world.worktree.snapshot(world.base, [log])
    expect(repo.git('cat-file', '-s', `${tree}:${log}`)).toBe('4')
  })

  test('where a file is executable', async ({ world, repo }) => {
    chmodSync(world.at(log), 0o755)
    const tree = await world.candidate()
    expect(repo.git('ls-tree', tree, log)).toMatch(/^100755/u)
  })

  test('not in that a file is ignored', async ({ repo, git }) => {
    repo.write('.gitignore', 'plan/\n')
    repo.write('src/a.txt', 'a\n')
    repo.commitAll('base')
    const world = await prepare(repo, git)
    const tree = await world.candidate()
    expect(repo.git('show', `${tree}:${log}`)).toBe('{"seq":1}\n{"seq":2}')
    await command(world, 'true')
    expect(await world.worktree.snapshot(tree)).toBe(tree)
  })
})

describe('a glance', () => {
  test('is no full look: one that follows looks again', async ({ world }) => {
    await command(world, 'true')
    const glanced = await world.worktree.glance(world.base)
    // Nobody said so, as with what hides itself.
    writeFileSync(world.at('src/a.txt'), 'changed\n')
    expect(await world.worktree.glance(world.base)).toBe(glanced)
    expect(await world.worktree.snapshot(world.base)).not.toBe(glanced)
  })

  test('does not stand for what a reset looks at', async ({ world }) => {
    await command(world, 'true')
    await world.worktree.glance(world.base)
    writeFileSync(world.at('src/a.txt'), 'changed\n')
    await world.worktree.putTo(world.base)
    expect(readFileSync(world.at('src/a.txt'), 'utf8')).toBe('a\n')
  })

  test('that was foreseen counts only if nobody wrote since', async ({ world }) => {
    await command(world, 'true')
    world.worktree.foresee(world.base)
    world.worktree.write('src/a.txt', 'ours\n')
    expect(await world.worktree.glance(world.base)).toBe(world.byGit())
  })
})
