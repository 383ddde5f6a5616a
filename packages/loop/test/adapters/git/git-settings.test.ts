import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createGitSettings, type GitSettings } from '../../../src/adapters/git/git-settings.ts'
import type { Git } from '../../../src/ports.ts'
import { test } from '../../repo-test.ts'

/** Settings that count how often git was asked for the key. */
function openSettings(
  git: Git,
  env: Readonly<Record<string, string>>,
): GitSettings & { asked: () => number } {
  let count = 0
  const run: Git['run'] = async (args) => {
    if (args.includes('--get')) count += 1
    return git.run(args)
  }
  return { ...createGitSettings({ directory: git.directory, env, run }), asked: () => count }
}

const question = ['config', '--get', 'sample.key']

test('git is asked once as long as no file of its configuration changes', async ({ repo, git }) => {
  const settings = openSettings(git, repo.env)
  repo.git('config', 'sample.key', 'one')
  const answers = [await settings.ask(question), await settings.ask(question), await settings.ask(question)]
  expect(answers.map(({ stdout }) => stdout)).toEqual(['one\n', 'one\n', 'one\n'])
  expect(settings.asked()).toBe(1)
})

test('a key that is not there is an answer, too', async ({ repo, git }) => {
  const settings = openSettings(git, repo.env)
  expect(
    [await settings.ask(question), await settings.ask(question)].map(({ exitCode }) => exitCode),
  ).toEqual([1, 1])
  expect(settings.asked()).toBe(1)
})

const changes: readonly (readonly [
  name: string,
  change: (repo: {
    path: string
    env: Readonly<Record<string, string>>
    git: (...args: string[]) => string
  }) => void,
])[] = [
  ['the configuration of the repository is written', (repo) => repo.git('config', 'sample.key', 'two')],
  [
    'a file of the user comes into being',
    (repo) => writeFileSync(join(repo.env['HOME'] ?? '', '.gitconfig'), '[sample]\n\tkey = two\n'),
  ],
  [
    'a file that is included is written to',
    (repo) => appendFileSync(join(repo.path, 'more.inc'), '[sample]\n\tkey = two\n'),
  ],
  [
    'a file that is included comes into being',
    (repo) => writeFileSync(join(repo.path, '.git', 'later.inc'), '[sample]\n\tkey = two\n'),
  ],
  [
    'one of the home folder does',
    (repo) => writeFileSync(join(repo.env['HOME'] ?? '', 'own.inc'), '[sample]\n\tkey = two\n'),
  ],
  [
    'a branch is checked out that brings a file with it',
    (repo) => repo.git('checkout', '-q', '-b', 'brings'),
  ],
]

test.for(changes)('it is asked again when %s', async ([, change], { repo, git }) => {
  const settings = openSettings(git, repo.env)
  writeFileSync(join(repo.path, 'more.inc'), '[sample]\n\tother = 1\n')
  writeFileSync(join(repo.path, 'branch.inc'), '[sample]\n\tkey = two\n')
  repo.git('config', 'include.path', join(repo.path, 'more.inc'))
  repo.git('config', '--add', 'include.path', 'later.inc')
  repo.git('config', '--add', 'include.path', '~/own.inc')
  repo.git('config', 'includeIf.onbranch:brings.path', join(repo.path, 'branch.inc'))
  await settings.ask(question)
  change(repo)
  expect((await settings.ask(question)).stdout).toBe('two\n')
})
