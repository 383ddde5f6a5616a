import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { test } from '../../repo-test.ts'

test('every exit code is an answer', async ({ git }) => {
  const codes = [
    await git.run(['rev-parse', '--verify', '--quiet', 'HEAD']),
    await git.run(['rev-parse', '--verify', '--quiet', 'refs/heads/none']),
    await git.run(['cat-file', '-t', 'nonsense']),
    await git.run(['no-such-command']),
  ].map(({ exitCode }) => exitCode)
  expect(codes).toEqual([0, 1, 128, 1])
})

test('words on stderr do not make a failure', async ({ git }) => {
  const { exitCode, stderr } = await git.run(['switch', '-c', 'other'])
  expect([exitCode, stderr.trim()]).toEqual([0, "Switched to a new branch 'other'"])
})

test('a command that must succeed and does not is told with its words and its code', async ({ git }) => {
  await expect(git.text(['cat-file', '-t', 'nonsense'])).rejects.toMatchObject({
    code: 'GIT_FAILED',
    exitCode: 30,
    message: expect.stringContaining(
      'git cat-file -t nonsense answered 128: fatal: Not a valid object name nonsense',
    ),
  })
})

test('stdin is what was given, bytes and all; without input it is empty', async ({ git }) => {
  const text = `é\0\r\n${'x'.repeat(300_000)}`
  const id = await git.text(['hash-object', '-w', '--stdin'], { input: text })
  expect(Buffer.from(await git.bytes(['cat-file', 'blob', id])).toString('utf8')).toBe(text)
  expect(await git.text(['hash-object', '--stdin'])).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')
})

test('bytes come back as they are', async ({ repo, git }) => {
  const bytes = Buffer.from([0, 255, 254, 10, 13, 10, 195, 40])
  writeFileSync(join(repo.path, 'blob.bin'), bytes)
  const id = await git.text(['hash-object', '-w', 'blob.bin'])
  expect(Buffer.compare(Buffer.from(await git.bytes(['cat-file', 'blob', id])), bytes)).toBe(0)
})

test('GIT_* of whoever runs us is never inherited, and what is asked for is', async ({ repo }) => {
  const other = join(repo.outside, 'other')
  const foreign = {
    ...repo.env,
    GIT_DIR: other,
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, 'index'),
    GIT_OBJECT_DIRECTORY: other,
    GIT_CEILING_DIRECTORIES: repo.outside,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.name',
    GIT_CONFIG_VALUE_0: 'Mallory',
    GIT_EXTERNAL_DIFF: 'false',
    GIT_SSH_COMMAND: 'false',
  }
  const git = createGitClient(repo.path, foreign)
  expect(await git.text(['rev-parse', '--show-toplevel'])).toBe(repo.path)
  expect(await git.text(['config', 'user.name'])).toBe('Olive Operator')
  const index = join(repo.outside, 'an index')
  await git.text(['read-tree', 'HEAD'], { env: { GIT_INDEX_FILE: index } })
  expect(await git.text(['ls-files'], { env: { GIT_INDEX_FILE: index } })).toBe('.gitignore\nREADME.md')
})

test('who commits may be said by the environment', async ({ repo }) => {
  const env = { ...repo.env, GIT_COMMITTER_NAME: 'Env', GIT_COMMITTER_EMAIL: 'env@example.org' }
  expect(await createGitClient(repo.path, env).text(['var', 'GIT_COMMITTER_IDENT'])).toMatch(
    /^Env <env@example.org>/u,
  )
})

test('no hook of the repository runs in the driver’s own calls', async ({ repo, git }) => {
  const hooks = join(repo.path, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  writeFileSync(join(hooks, 'pre-commit'), `#!/bin/sh\ntouch '${join(repo.outside, 'ran')}'\nexit 1\n`)
  chmodSync(join(hooks, 'pre-commit'), 0o755)
  repo.git('config', 'core.hooksPath', hooks)
  await git.text(['commit', '--quiet', '--allow-empty', '-m', 'x'])
  expect(repo.git('log', '-1', '--format=%s')).toBe('x')
})

test('git in a folder that is not there is told as such, not as a bug', async ({ repo }) => {
  const git = createGitClient(join(repo.outside, 'nowhere'), repo.env)
  await expect(git.run(['status'])).rejects.toMatchObject({
    code: 'GIT_NOT_STARTED',
    exitCode: 30,
    message: expect.stringContaining(join(repo.outside, 'nowhere')),
  })
})

test('a machine without git is told what to install', async ({ repo }) => {
  const git = createGitClient(repo.path, { ...repo.env, PATH: join(repo.outside, 'empty') })
  await expect(git.run(['status'])).rejects.toMatchObject({
    code: 'GIT_NOT_STARTED',
    hint: expect.stringContaining('install git'),
  })
})

test('many calls at one time do not mix their answers', async ({ git }) => {
  const words = Array.from({ length: 20 }, (_, index) => `word ${index}`)
  const ids = await Promise.all(
    words.map(async (input) => git.text(['hash-object', '-w', '--stdin'], { input })),
  )
  const back = await Promise.all(ids.map(async (id) => git.text(['cat-file', 'blob', id])))
  expect(back).toEqual(words)
})

test('no argument, folder, variable or input is read by the shell that starts git', async ({ repo }) => {
  const hostile = `'"$(touch ran)\`touch ran\`\n;&|\\ é*?~ %s`
  const folder = join(repo.path, hostile.replaceAll('/', '_'))
  mkdirSync(folder)
  const git = createGitClient(folder, { ...repo.env, GIT_AUTHOR_NAME: hostile })
  expect(await git.text(['rev-parse', '--sq-quote', hostile])).toContain('touch ran')
  const id = await git.text(['hash-object', '-w', '--stdin'], { input: hostile })
  expect(Buffer.from(await git.bytes(['cat-file', 'blob', id])).toString('utf8')).toBe(hostile)
  expect(await git.text(['rev-parse', '--show-toplevel'])).toBe(repo.path)
  const index = join(repo.outside, hostile.replaceAll('/', '_'))
  await git.text(['read-tree', 'HEAD'], { env: { GIT_INDEX_FILE: index } })
  expect(existsSync(index)).toBe(true)
  expect([repo.has('ran'), existsSync(join(folder, 'ran'))]).toEqual([false, false])
})

test('a shell that was killed takes one call with it, and the next one has another', async ({ repo }) => {
  const folder = join(repo.outside, 'bin')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'git'),
    '#!/bin/sh\ncase "$*" in *--git-dir) kill -9 $PPID; sleep 5;; esac\necho fine\n',
  )
  chmodSync(join(folder, 'git'), 0o755)
  const git = createGitClient(repo.path, { ...repo.env, PATH: `${folder}:${repo.env['PATH']}` })
  const [first, second] = await Promise.allSettled([
    git.text(['rev-parse', '--git-dir']),
    git.text(['status']),
  ])
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'GIT_KILLED' } })
  expect(second).toEqual({ status: 'fulfilled', value: 'fine' })
})
