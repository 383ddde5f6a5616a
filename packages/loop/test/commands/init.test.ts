import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseVerification } from '@gatecycle/plan-model'
import type { TestRepo } from '@gatecycle/test-kit'
import { expect, onTestFinished, test } from 'vitest'
import { openRepo, typeLoop } from './type-loop.ts'

const written = ['config.yml', 'verification.yml', 'roadmap.md', 'LEARNINGS.md', 'rules/README.md'].map(
  (name) => `.gatecycle/${name}`,
)

function openNpmRepo(scripts: Readonly<Record<string, string>> = { test: 'node --test' }): TestRepo {
  const repo = openRepo()
  repo.write('package.json', JSON.stringify({ scripts }))
  repo.write('package-lock.json', '{}')
  return repo
}

/** A folder whose only program is an agent of this name, before the rest of PATH. */
function withProgram(repo: TestRepo, name: string): Readonly<Record<string, string>> {
  const folder = join(repo.outside, 'programs')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), '#!/bin/sh\n')
  chmodSync(join(folder, name), 0o755)
  return { PATH: `${folder}:${repo.env['PATH'] ?? ''}` }
}

test('it shows what it would write, asks, writes, commits nothing, and names the next command', async () => {
  const repo = openNpmRepo()
  const before = repo.git('rev-parse', 'HEAD')
  const { exitCode, stdout, stderr } = await typeLoop(repo, ['init'], { answer: 'y' })
  expect(exitCode).toBe(0)
  for (const path of written) expect(stderr).toContain(`${path}\n    #`)
  expect(stderr).toContain('write 5 files? [y/N] ')
  expect(stdout).toMatchInlineSnapshot(`
    "written: .gatecycle/config.yml
    written: .gatecycle/verification.yml
    written: .gatecycle/roadmap.md
    written: .gatecycle/LEARNINGS.md
    written: .gatecycle/rules/README.md
    5 files written, nothing committed
    next: git add .gatecycle && git commit -m "chore: plan with gatecycle"
    "
  `)
  expect(repo.git('rev-parse', 'HEAD')).toBe(before)
  expect(repo.git('diff', '--cached', '--name-only')).toBe('')
  const { sets, problems } = parseVerification(repo.read('.gatecycle/verification.yml'))
  expect(problems).toEqual([])
  expect(sets.get('code')).toMatchObject([{ name: 'tests', argv: ['npm', 'test'], cwd: '.' }])
})

test.each(['n', '', 'no'])('the answer "%s" writes nothing', async (answer) => {
  const repo = openNpmRepo()
  expect(await typeLoop(repo, ['init'], { answer })).toMatchObject({
    exitCode: 1,
    stdout: 'nothing was written\n',
  })
  expect(repo.has('.gatecycle')).toBe(false)
})

test('without a terminal it needs --yes', async () => {
  const repo = openNpmRepo()
  const { exitCode, stderr } = await typeLoop(repo, ['init'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('[CONFIRMATION_NEEDED]')
  expect(repo.has('.gatecycle')).toBe(false)
  expect(await typeLoop(repo, ['init', '--yes'])).toMatchObject({ exitCode: 0 })
  expect(written.filter((path) => !repo.has(path))).toEqual([])
})

test('--dry-run shows and writes nothing, also as JSON', async () => {
  const repo = openNpmRepo()
  const { exitCode, stdout } = await typeLoop(repo, ['init', '--dry-run', '--json'])
  expect(exitCode).toBe(0)
  const result = JSON.parse(stdout) as {
    readonly detail: { readonly files: readonly { readonly path: string }[] }
  }
  expect(result).toMatchObject({ command: 'init', outcome: 'shown' })
  expect(result.detail.files.map(({ path }) => path)).toEqual(written)
  expect(repo.has('.gatecycle')).toBe(false)
})

test('what is there is left as it is, and named', async () => {
  const repo = openNpmRepo()
  repo.write('.gatecycle/verification.yml', 'mine\n')
  const { stdout, stderr } = await typeLoop(repo, ['init', '--yes'])
  expect(stderr).toContain('left as it is: .gatecycle/verification.yml\n')
  expect(stdout).not.toContain('verification.yml')
  expect(repo.read('.gatecycle/verification.yml')).toBe('mine\n')
  expect(await typeLoop(repo, ['init', '--yes'])).toMatchObject({
    exitCode: 0,
    stdout: 'every file is there already\n',
  })
})

test('a dirty checkout does not matter, and stays as it is', async () => {
  const repo = openNpmRepo()
  repo.write('README.md', 'edited\n')
  repo.write('staged.txt', 'staged\n')
  repo.git('add', 'staged.txt')
  expect(await typeLoop(repo, ['init', '--yes'])).toMatchObject({ exitCode: 0 })
  expect(repo.git('status', '--porcelain')).toContain('A  staged.txt')
  expect(repo.read('README.md')).toBe('edited\n')
})

test('from a sub-directory the state folder still lies at the top', async () => {
  const repo = openNpmRepo()
  repo.write('src/deep/a.txt', '')
  const { stdout } = await typeLoop(repo, ['init', '--yes'], { cwd: 'src/deep' })
  expect(stdout).toContain('written: ../../.gatecycle/config.yml')
  expect(repo.has('.gatecycle/config.yml')).toBe(true)
})

test('--root makes one for a part of the repository, and its commands run there', async () => {
  const repo = openRepo()
  repo.write('packages/api/go.mod', 'module x\n')
  const { exitCode } = await typeLoop(repo, ['init', '--yes', '--root', 'packages/api'])
  expect(exitCode).toBe(0)
  const { sets } = parseVerification(repo.read('packages/api/.gatecycle/verification.yml'))
  expect(sets.get('code')).toMatchObject([
    { name: 'tests', argv: ['go', 'test', './...'], cwd: 'packages/api' },
    { name: 'vet', cwd: 'packages/api' },
  ])
})

test('without a test command the set is empty, and it says so', async () => {
  const repo = openRepo()
  const { stdout } = await typeLoop(repo, ['init', '--yes'])
  expect(stdout).toContain('first fill in `code` in .gatecycle/verification.yml\n')
  expect(parseVerification(repo.read('.gatecycle/verification.yml')).sets.get('code')).toEqual([])
})

test('an agent on PATH becomes the profile, with what it may do unasked', async () => {
  const repo = openNpmRepo()
  const env = withProgram(repo, 'claude')
  await typeLoop(repo, ['init', '--yes'], { env })
  const config = await typeLoop(repo, ['config'], { env })
  expect(config.stdout).toMatch(/^agent +claude +repository \.gatecycle\/config\.yml:\d+$/mu)
  expect(config.stdout).toContain('Bash(npm test:*)')
  expect(repo.read('.gatecycle/config.yml')).toContain('# May do unasked: ')
})

test('outside of a repository, and for a folder that is not there, it refuses', async () => {
  const repo = openRepo()
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-')))
  onTestFinished(() => rmSync(outside, { recursive: true }))
  expect(await typeLoop({ ...repo, path: outside }, ['init', '--yes'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('[NOT_A_REPOSITORY]') as string,
  })
  expect(await typeLoop(repo, ['init', '--root', 'nowhere'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('[PATH_NOT_FOUND]') as string,
  })
})

test('a state folder that git ignores is said, because a plan has to be committed', async () => {
  const repo = openNpmRepo()
  repo.write('.gitignore', '.gatecycle/\n')
  const { stderr } = await typeLoop(repo, ['init', '--yes'])
  expect(stderr).toContain('note: git ignores .gatecycle: ')
})

test('something else in its place is refused and stays', async () => {
  const repo = openNpmRepo()
  repo.write('.gatecycle', 'mine')
  expect(await typeLoop(repo, ['init', '--yes'])).toMatchObject({ exitCode: 2 })
  expect(repo.read('.gatecycle')).toBe('mine')
  const other = openNpmRepo()
  other.write('.gatecycle/rules', 'mine')
  expect(await typeLoop(other, ['init', '--yes'])).toMatchObject({
    exitCode: 30,
    stderr: expect.stringContaining('[FILE_NOT_WRITTEN]') as string,
  })
  expect(other.read('.gatecycle/rules')).toBe('mine')
})
