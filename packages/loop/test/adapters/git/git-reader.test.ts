import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { createAnswerParser } from '../../../src/adapters/git/git-reader-answers.ts'
import type { Git, GitObject } from '../../../src/ports.ts'
import { compareAndSwap, isAncestor } from '../../../src/adapters/objects/repository.ts'
import { test } from '../../repo-test.ts'

const textOf = (object: GitObject | undefined): string | undefined =>
  object === undefined ? undefined : Buffer.from(object.bytes).toString('utf8')

/** A client whose git is a script of ours; `real` stands for the real one. */
function clientOf(repo: TestRepo, script: string, more: Readonly<Record<string, string>> = {}): Git {
  const folder = join(repo.outside, 'bin')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\nreal() { PATH='${repo.env['PATH']}' exec git "$@"; }\n${script}\n`,
  )
  chmodSync(join(folder, 'git'), 0o755)
  const path = `${folder}:${repo.env['PATH']}`
  return createGitClient(repo.path, { ...repo.env, PATH: path, ...more })
}

test('a name is answered with its object, or with nothing', async ({ repo, git }) => {
  const head = repo.git('rev-parse', 'HEAD')
  expect(await git.find('refs/heads/main^{commit}')).toMatchObject({ id: head, type: 'commit' })
  expect(await git.find('refs/heads/none^{commit}')).toBeUndefined()
  expect(await git.find('HEAD:no such file')).toBeUndefined()
  expect(await git.find('a\nb')).toBeUndefined()
  expect(textOf(await git.read('HEAD:.gitignore'))).toBe('ignored/\n*.log\n')
  expect((await git.read('HEAD^{tree}'))?.type).toBe('tree')
})

test('what was asked at one time is answered in its order', async ({ repo, git }) => {
  const names = Array.from({ length: 200 }, (_, index) => `file ${index}.txt`)
  for (const name of names) repo.write(name, `${name} `.repeat(500))
  repo.commitAll('many')
  const texts = await Promise.all(
    names.flatMap((name) => [git.read(`HEAD:${name}`), git.find(`HEAD:-${name}`)]),
  )
  expect(texts.map(textOf)).toEqual(names.flatMap((name) => [`${name} `.repeat(500), undefined]))
})

test('objects that came and refs that moved since are seen, and so are those that a repack moved', async ({
  repo,
  git,
}) => {
  expect(await git.find('HEAD:late.txt')).toBeUndefined()
  repo.write('late.txt', 'late\n')
  const commit = repo.commitAll('late')
  expect((await git.find('HEAD'))?.id).toBe(commit)
  repo.git('repack', '-a', '-d', '-q')
  repo.git('pack-refs', '--all')
  expect(textOf(await git.read('HEAD:late.txt'))).toBe('late\n')
  repo.write('later.txt', 'later\n')
  repo.commitAll('later')
  expect(textOf(await git.read('main:later.txt'))).toBe('later\n')
})

test.skipIf(process.platform !== 'linux')(
  'a reader that was killed is started again',
  async ({ repo, git }) => {
    expect(await git.find('HEAD')).toBeDefined()
    const readers = readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .filter((pid) => isReaderIn(repo.path, pid))
    expect(readers).toHaveLength(1)
    process.kill(Number(readers[0]), 'SIGKILL')
    expect(await git.find('HEAD')).toBeDefined()
  },
)

function isReaderIn(folder: string, pid: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return (
      words.includes('--batch-command') &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').includes(join(folder, '..'))
    )
  } catch {
    return false
  }
}

test('a reader that always fails is an error with its words, for everyone who waits', async ({ repo }) => {
  const git = clientOf(repo, 'echo "fatal: the disk is on fire" >&2; exit 128')
  const answers = await Promise.allSettled([git.find('HEAD'), git.read('main')])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(git.find('HEAD')).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: expect.stringContaining('the disk is on fire'),
  })
})

test.for(['find', 'text'] as const)('git that hangs is ended and told: %s', async (way, { repo }) => {
  const git = clientOf(repo, 'sleep 60', { GATECYCLE_GIT_TIMEOUT: '0.3' })
  const call = way === 'find' ? git.find('HEAD') : git.text(['status'])
  await expect(call).rejects.toMatchObject({ code: 'GIT_TIMED_OUT', exitCode: 30 })
})

test('git that cannot say whether is not taken for a no, nor a ref that could not be written for one that moved', async ({
  repo,
}) => {
  const git = clientOf(
    repo,
    'case "$*" in *merge-base*|*update-ref*) echo "fatal: no space left" >&2; exit 128;; esac; real "$@"',
  )
  const head = repo.git('rev-parse', 'HEAD')
  await expect(isAncestor(git, head, head)).rejects.toMatchObject({ code: 'GIT_FAILED' })
  await expect(compareAndSwap(git, 'refs/heads/main', head, head)).rejects.toMatchObject({
    code: 'GIT_FAILED',
  })
  expect(await compareAndSwap(git, 'refs/heads/main', head, undefined)).toBe(false)
})

test('git that a signal ended has given no answer', async ({ repo }) => {
  const git = clientOf(repo, 'kill -9 $$')
  await expect(git.run(['merge-base', '--is-ancestor', 'a', 'b'])).rejects.toMatchObject({
    code: 'GIT_KILLED',
  })
})

test('answers are cut right wherever their chunks end', () => {
  const id = 'a'.repeat(40)
  const output = Buffer.from(`${id} blob 5\nab\nde\nx missing\n${id} commit 300\n${id} blob 0\n\n`)
  for (let size = 1; size <= output.length; size += 1) {
    const parser = createAnswerParser()
    const asked = ['contents', 'contents', 'info', 'contents'] as const
    const answers: (string | undefined)[] = []
    const take = (): ReturnType<typeof parser.take> => {
      const next = asked[answers.length]
      return next === undefined ? undefined : parser.take(next)
    }
    for (let at = 0; at < output.length; at += size) {
      parser.push(output.subarray(at, at + size))
      for (let answer = take(); answer !== undefined; answer = take())
        answers.push(answer.object === undefined ? 'none' : `${answer.object.type} ${textOf(answer.object)}`)
    }
    expect(answers).toEqual(['blob ab\nde', 'none', 'commit ', 'blob '])
  }
})
