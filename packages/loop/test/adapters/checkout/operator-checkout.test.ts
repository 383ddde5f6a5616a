import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import {
  adoptFiles,
  checkedOutBranch,
  readPendingEdits,
} from '../../../src/adapters/checkout/operator-checkout.ts'
import { test as repoTest } from '../../repo-test.ts'

const folder = '.gatecycle/features/FEAT é'
const test = repoTest.extend<{ base: string }>({
  base: async ({ repo }, use) => {
    for (const name of ['PLAN.md', 'GATE-01.md', 'WU 01.md']) repo.write(`${folder}/${name}`, `${name}\n`)
    repo.write('src/a.ts', 'a\n')
    await use(repo.commitAll('plan'))
  },
})

test('the branch that is checked out is known, and a detached HEAD is none', async ({ repo, git }) => {
  expect(await checkedOutBranch(git)).toBe('main')
  repo.git('switch', '--quiet', '-c', 'feat/a/b')
  expect(await checkedOutBranch(git)).toBe('feat/a/b')
  repo.git('switch', '--quiet', '--detach')
  expect(await checkedOutBranch(git)).toBeUndefined()
})

test('edits of the folder are read as the files stand: changed, staged, new, renamed, deleted', async ({
  repo,
  git,
  base,
}) => {
  expect(base).toBeTruthy()
  repo.write(`${folder}/PLAN.md`, 'changed é\n')
  repo.write(`${folder}/deep/new.md`, 'new\n')
  repo.git('mv', `${folder}/WU 01.md`, `${folder}/WU 02.md`)
  rmSync(join(repo.path, folder, 'GATE-01.md'))
  repo.write('src/a.ts', 'not ours\n')
  const { edits, unclear } = await readPendingEdits(git, folder)
  expect(unclear).toEqual([])
  expect(Object.fromEntries(edits.map(({ path, text }) => [path.slice(folder.length + 1), text]))).toEqual({
    'PLAN.md': 'changed é\n',
    'deep/new.md': 'new\n',
    'WU 01.md': undefined,
    'WU 02.md': 'WU 01.md\n',
    'GATE-01.md': undefined,
  })
})

test('a clean folder has no edits', async ({ repo, git, base }) => {
  expect(base).toBeTruthy()
  repo.write('src/a.ts', 'changed\n')
  expect(await readPendingEdits(git, folder)).toEqual({ edits: [], unclear: [] })
})

test('a file staged in one version and edited in another is unclear', async ({ repo, git, base }) => {
  expect(base).toBeTruthy()
  repo.write(`${folder}/PLAN.md`, 'staged\n')
  repo.git('add', '-A')
  repo.write(`${folder}/PLAN.md`, 'edited\n')
  expect((await readPendingEdits(git, folder)).unclear).toEqual([`${folder}/PLAN.md`])
})

test('so is a new file that was staged and edited, and one that a merge left open', async ({
  repo,
  git,
  base,
}) => {
  repo.git('switch', '--quiet', '-c', 'other', base)
  repo.write(`${folder}/PLAN.md`, 'theirs\n')
  repo.commitAll('theirs')
  repo.git('switch', '--quiet', 'main')
  repo.write(`${folder}/PLAN.md`, 'ours\n')
  repo.commitAll('ours')
  expect(repo.gitSays('merge', 'other')).toBe(false)
  repo.write(`${folder}/new.md`, 'staged\n')
  repo.git('add', `${folder}/new.md`)
  repo.write(`${folder}/new.md`, 'edited\n')
  expect((await readPendingEdits(git, folder)).unclear).toEqual([`${folder}/PLAN.md`, `${folder}/new.md`])
})

test('a status that git cannot give is no empty one', async ({ repo }) => {
  const git = createGitClient(repo.outside, repo.env)
  await expect(readPendingEdits(git, folder)).rejects.toMatchObject({ code: 'GIT_FAILED' })
})

test('adopted files are in checkout and index, and other edits and staged files stay', async ({
  repo,
  git,
  base,
}) => {
  repo.write(`${folder}/PLAN.md`, 'armed\n')
  repo.write(`${folder}/events.jsonl`, '{}\n')
  rmSync(join(repo.path, folder, 'GATE-01.md'))
  const next = repo.commitAll('arm')
  repo.git('reset', '--quiet', '--hard', base)
  repo.write('src/a.ts', 'staged\n')
  repo.git('add', 'src/a.ts')
  repo.write('src/a.ts', 'edited\n')
  repo.write('untracked.txt', 'x')
  repo.git('update-ref', 'refs/heads/main', next)
  await adoptFiles(
    git,
    new Map([
      [`${folder}/PLAN.md`, 'armed\n'],
      [`${folder}/events.jsonl`, '{}\n'],
      [`${folder}/GATE-01.md`, undefined],
    ]),
  )
  expect(repo.git('status', '--porcelain').split('\n')).toEqual(['MM src/a.ts', '?? untracked.txt'])
  expect([repo.read(`${folder}/events.jsonl`), repo.has(`${folder}/GATE-01.md`)]).toEqual(['{}\n', false])
})

test('an index that somebody holds is told, with the command to type', async ({ repo, git, base }) => {
  expect(base).toBeTruthy()
  repo.write('.git/index.lock', '')
  await expect(adoptFiles(git, new Map([[`${folder}/PLAN.md`, 'armed\n']]))).rejects.toMatchObject({
    code: 'INDEX_NOT_UPDATED',
    exitCode: 31,
    hint: expect.stringContaining('git reset -- '),
  })
})
