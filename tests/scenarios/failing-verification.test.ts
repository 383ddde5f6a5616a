import { expect, test } from 'vitest'
import {
  differencesOf,
  snapshotCheckout,
  writeScenario,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const alwaysBad = {
  'T01/1': [{ do: 'write', path: 'src/first.txt', text: 'bad one\n' }],
  'T01/2': [{ do: 'write', path: 'src/second.txt', text: 'bad two\n' }],
  'T01/3': [{ do: 'write', path: 'src/third.txt', text: 'bad three\n' }],
} as const

/** Tracked, staged, untracked and ignored: all of it is the operator's. */
function makeDirty(repo: TestRepo): void {
  repo.write('README.md', '# Edited and not staged\n')
  repo.write('src/start.txt', 'staged by the operator\n')
  repo.git('add', 'src/start.txt')
  repo.write('my notes.txt', 'untracked\n')
  repo.write('ignored/cache.bin', 'ignored\n')
}

test('a unit whose verification fails is blocked after its attempts, and all that they did is kept', async () => {
  const it = openSituation({ agent: alwaysBad })
  const { repo, feature } = it
  await it.arm()
  makeDirty(repo)
  const before = snapshotCheckout(repo, feature)

  const end = await it.loop()

  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(differencesOf(before, snapshotCheckout(repo, feature))).toEqual([])
  expect(it.calls().map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  expect(it.subjects()).toEqual([
    'chore(loop): arm gate 1',
    'chore(loop): FEAT-2026-0001/T01 is blocked (attempts exhausted)',
  ])
  expectEvidence(it)
  const files = repo.git('ls-tree', '-r', '--name-only', feature.branch).split('\n')
  expect(files).not.toContain('src/first.txt')
  expect(end.stdout).toContain(`loop rescue list ${feature.id}`)
  expect(end.stdout).toContain(`loop arm ${feature.id}`)
})

function expectEvidence({ repo, feature }: Situation): void {
  for (const [attempt, word] of [
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ] as const) {
    const note = repo.git('show', `${feature.branch}:${feature.path}/work/T01/attempt-${attempt}.md`)
    expect(note).toContain(`bad ${word}`)
  }
  const rescued = repo
    .git('for-each-ref', '--format=%(refname)', `refs/gatecycle/rescue/${feature.id}/T01`)
    .split('\n')
  const contents = rescued.map((ref) => repo.git('show', '--format=', ref))
  expect(rescued).toHaveLength(3)
  for (const word of ['one', 'two', 'three'])
    expect(contents.some((text) => text.includes(`bad ${word}`))).toBe(true)
}

test('a blocked unit is tried again when a person says so', async () => {
  const it = openSituation({ agent: alwaysBad })
  const { repo, feature } = it
  await it.arm()
  await it.loop()
  repo.git('switch', '--quiet', feature.branch)
  const file = `${feature.path}/WU-01-unit.md`
  repo.write(file, repo.read(file).replace('status: blocked_human', 'status: pending'))
  await it.arm()
  for (const attempt of [1, 2]) expect(it.calls()[attempt]?.unit).toBe('FEAT-2026-0001/T01')
  writeScenario(repo, {})
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects().at(-1)).toBe('chore(loop): gate 1 awaits review')
})

test('a later attempt reads what the earlier ones left, and its commit says which it was', async () => {
  const it = openSituation({ agent: { 'T01/1': alwaysBad['T01/1'] } })
  const { repo, feature } = it
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(
    repo.git(
      'log',
      '-1',
      '--format=%(trailers:key=Attempt,valueonly)',
      '--grep=^feat: Do T01',
      feature.runRef,
    ),
  ).toBe('2')
  expect(repo.git('ls-tree', '-r', '--name-only', feature.branch)).not.toContain('src/first.txt')
  expect(repo.git('show', `${feature.branch}:${feature.path}/WU-01-unit.md`)).toContain('attempts: 2')
})

test('where the operator has the branch checked out with edits, it is left alone and the command to type is said', async () => {
  const it = openSituation({ agent: {} })
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  makeDirty(repo)
  const before = snapshotCheckout(repo, feature)
  const tip = repo.git('rev-parse', feature.branch)

  const end = await it.loop()

  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(differencesOf(before, snapshotCheckout(repo, feature))).toEqual([])
  expect(repo.git('rev-parse', feature.branch)).toBe(tip)
  const command = `git merge --ff-only ${feature.runRef}`
  expect(end.stdout).toContain(command)
  repo.git(...command.split(' ').slice(1))
  expect(repo.git('rev-parse', feature.branch)).toBe(repo.git('rev-parse', feature.runRef))
  expect(repo.read('my notes.txt')).toBe('untracked\n')
})

test('where the operator has the branch checked out and clean, it is brought forward there', async () => {
  const it = openSituation()
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  repo.write('my notes.txt', 'untracked\n')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(repo.has('src/T01.txt')).toBe(true)
  expect(repo.git('status', '--porcelain')).toBe('?? "my notes.txt"')
})
