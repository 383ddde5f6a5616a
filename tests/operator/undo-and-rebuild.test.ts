import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsOf, runBin } from '../../packages/test-kit/src/index.ts'
import {
  expectFinished,
  expectOk,
  landedUnits,
  openAccident,
  openTemplate,
  type Template,
} from '../accidents/accident-world.ts'
import type { Situation } from '../open-scenario.ts'

let landed: Template

beforeAll(async () => {
  landed = await openTemplate({ landed: true })
})

afterAll(() => landed.repo.remove())

const undo = ['undo', 'T01', '--yes', '--reason', 'wrong table'] as const

test('a unit that was undone is pending again, its work is gone and kept, and the run does it once more', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  const commit = repo.git('rev-parse', feature.branch)
  const end = expectOk(await it.loop(...undo))
  expect(end.stdout).toContain(commit.slice(0, 10))
  const tree = repo.git('ls-tree', '-r', '--name-only', feature.branch)
  expect(tree).not.toContain('src/T01.txt')
  expect(repo.git('show', `${feature.branch}:${feature.path}/WU-01-unit.md`)).toContain('status: pending')
  expect(repo.gitSays('merge-base', '--is-ancestor', commit, feature.branch)).toBe(true)
  expect(it.events().filter(({ event_type }) => event_type === 'unit_undone')).toMatchObject([
    { correlation_id: `${feature.id}/T01`, payload: { commit, reason: 'wrong table' } },
  ])
  expectOk(await it.loop())
  expect(landedUnits(repo, feature.branch)).toHaveLength(4)
  expect(callsOf(repo)).toHaveLength(4)
  expectOk(await it.loop('prove', `main..${feature.branch}`))
})

test('a unit that others built on is not undone, nor one that is not done', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  expect(await it.loop('undo', 'T02', '--yes')).toMatchObject({ exitCode: 1 })
  await expectFinished(it)
  const before = repo.git('rev-parse', feature.branch)
  const end = await it.loop(...undo)
  expect(end).toMatchObject({ exitCode: 1 })
  expect(end.stdout).toContain('T02')
  expect((await it.loop('undo', 'T02', '--yes')).stdout).toContain('G1-CLOSE')
  expect(repo.git('rev-parse', feature.branch)).toBe(before)
  const closed = expectOk(await it.loop('undo', 'G1-CLOSE', '--yes'))
  expect(closed.stdout).toContain('loop arm')
  expect(repo.git('show', `${feature.branch}:${feature.path}/GATE-01.md`)).toContain('status: open')
  await it.arm()
  expectOk(await it.loop())
  expect(repo.git('show', `${feature.branch}:${feature.path}/GATE-01.md`)).toContain('awaiting_review')
})

test('what was edited since is merged, and a conflict undoes nothing', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  repo.git('switch', '--quiet', feature.branch)
  repo.write('src/T01.txt', 'good, and mended by hand\n')
  repo.commitAll('fix: by hand')
  const before = repo.git('rev-parse', feature.branch)
  const end = await it.loop(...undo)
  expect(end, end.stderr).toMatchObject({ exitCode: 1 })
  expect(end.stderr).toContain('UNDO_CONFLICT')
  expect([repo.git('rev-parse', 'HEAD'), repo.git('status', '--porcelain')]).toEqual([before, ''])
})

test.each(['undo/move-ref/before', 'undo/move-ref/after'])(
  'an undo that is killed at %s is done once by the same command',
  async (point) => {
    const it = openAccident(landed)
    const { feature } = it
    expect(await it.loopWith({ GATECYCLE_FAULT: point }, ...undo)).toMatchObject({ signal: 'SIGKILL' })
    await it.loop(...undo)
    expect(it.events().filter(({ event_type }) => event_type === 'unit_undone')).toHaveLength(1)
    expect(it.repo.git('rev-parse', feature.branch)).toBe(it.repo.git('rev-parse', feature.runRef))
    expectOk(await it.loop())
  },
)

/** The folder of what lies outside the commits. */
function booksOf({ repo }: Situation): string {
  const found = readdirSync(join(repo.path, '.git/gatecycle'), { recursive: true, encoding: 'utf8' })
  const pending = found.find((path) => path.endsWith('events.pending.jsonl')) ?? ''
  return dirname(join(repo.path, '.git/gatecycle', pending))
}

test('what lies outside the commits is made again from the branch, and nothing is done twice', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  rmSync(join(repo.path, '.git/gatecycle'), { recursive: true })
  rmSync(repo.env['GATECYCLE_STATE_HOME'] ?? '', { recursive: true })
  for (const ref of repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle').split('\n'))
    repo.git('update-ref', '-d', ref)
  const end = expectOk(await it.loop('rebuild'))
  expect(end.stdout).toContain('run ref was made again')
  expect(end.stdout).toContain(`log lines were made again for ${feature.id}/T01`)
  expect(expectOk(await it.loop('rebuild')).stdout).not.toContain('made again')
  await expectFinished(it)
  expect(callsOf(repo)).toHaveLength(3)
  const proved = expectOk(await it.loop('prove', `main..${feature.branch}`))
  expect(proved.stdout).toContain('3 units: 3 proved')
})

test('a journal and waiting lines that cannot be read are moved aside', async () => {
  const it = openAccident(landed)
  const books = booksOf(it)
  writeFileSync(join(books, 'journal.jsonl'), 'torn\n')
  const pending = join(books, 'events.pending.jsonl')
  // The last line waits for certain; what stands before may be in a commit already.
  writeFileSync(
    pending,
    readFileSync(pending, 'utf8').replace(/"exit_code":0(?=[^\n]*\n$)/u, '"exit_code":9'),
  )
  expect(await it.loop()).toMatchObject({ exitCode: 27 })
  const end = expectOk(await it.loop('rebuild'))
  expect(end.stdout).toContain('journal.jsonl.damaged-')
  expect(end.stdout).toContain('events.pending.jsonl.damaged-')
  await expectFinished(it)
})

/** The branch in the operator's checkout, with front matter that a person or a merge has bent. */
function bend(it: Situation, name: string, bent: (text: string) => string): string {
  const { repo, feature } = it
  if (repo.git('symbolic-ref', '--short', 'HEAD') !== feature.branch)
    repo.git('switch', '--quiet', feature.branch)
  const file = `${feature.path}/${name}`
  const before = repo.read(file)
  repo.write(file, bent(before))
  repo.commitAll(`docs: bend ${name}`)
  return before
}

const mended = (it: Situation): readonly unknown[] =>
  it
    .events()
    .filter(({ event_type }) => event_type === 'front_matter_mended')
    .map(({ correlation_id, payload }) => [correlation_id.slice(-3), payload['from'], payload['to']])

const yes = ['rebuild', '--yes', '--reason', 'bent in a merge'] as const

test('front matter that says something else than the history is told, and written after a yes', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  const first = bend(it, 'WU-01-unit.md', (text) =>
    text.replace('status: done', 'status: in_progress   # who was it?').replace('attempts: 1', 'attempts: 7'),
  )
  bend(it, 'WU-02-unit.md', (text) => text.replace('status: pending', 'status: done # I say'))
  const head = repo.git('rev-parse', 'HEAD')
  const told = await it.loop('rebuild')
  expect(told).toMatchObject({ exitCode: 1 })
  expect(told.stdout).toContain('WU-02-unit.md says done')
  expect(repo.git('rev-parse', 'HEAD')).toBe(head)

  const end = expectOk(await it.loop(...yes))
  expect(end.stderr).toContain('WU-01-unit.md would say\n  status: done\n  attempts: 1\n')
  expect(end.stderr).toContain('WU-02-unit.md would say\n  status: pending\n')
  const changed = repo.git('diff', '--name-only', head, 'HEAD').split('\n')
  expect(changed.map((path) => path.slice(feature.path.length + 1))).toEqual([
    'WU-01-unit.md',
    'WU-02-unit.md',
    'events.jsonl',
  ])
  // Every byte but the values stays.
  expect(repo.read(`${feature.path}/WU-01-unit.md`)).toBe(
    first.replace('status: done', 'status: done   # who was it?'),
  )
  expect(repo.read(`${feature.path}/WU-02-unit.md`)).toContain('status: pending # I say\n')
  expect(mended(it)).toEqual([
    ['T01', 'in_progress', 'done'],
    ['T02', 'done', 'pending'],
  ])
  expect(repo.git('status', '--porcelain')).toBe('')
  expect(expectOk(await it.loop('rebuild')).stdout).toContain('front matter of FEAT-2026-0001 agree')
  await expectFinished(it)
  const log = await runBin('validate-event', ['--invariants', `${feature.path}/events.jsonl`], {
    cwd: repo.path,
    env: repo.env,
  })
  expectOk(log)
})

test('a unit that is pending after all opens the gate that waits for review', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  await expectFinished(it)
  expectOk(await it.loop('undo', 'G1-CLOSE', '--yes'))
  bend(it, 'WU-90-g1-close.md', (text) => text.replace('status: pending', 'status: done'))
  bend(it, 'GATE-01.md', (text) => text.replace('status: open', 'status: awaiting_review'))
  expectOk(await it.loop(...yes))
  expect(repo.read(`${feature.path}/GATE-01.md`)).toContain('status: open')
  expect(repo.read(`${feature.path}/WU-90-g1-close.md`)).toContain('status: pending')
})

test.each(['rebuild/move-ref/before', 'rebuild/move-ref/after'])(
  'front matter whose mending is killed at %s is written once by the same command',
  async (point) => {
    const it = openAccident(landed)
    const { repo, feature } = it
    bend(it, 'WU-02-unit.md', (text) => text.replace('status: pending', 'status: done'))
    expect(await it.loopWith({ GATECYCLE_FAULT: point }, ...yes)).toMatchObject({ signal: 'SIGKILL' })
    expectOk(await it.loop(...yes))
    expect(mended(it)).toEqual([['T02', 'done', 'pending']])
    expect(repo.git('rev-parse', feature.branch)).toBe(repo.git('rev-parse', feature.runRef))
  },
)

test('nothing is written while a unit is in flight, nor by an agent', async () => {
  const it = openAccident(landed)
  const { repo } = it
  bend(it, 'WU-01-unit.md', (text) => text.replace('status: done', 'status: pending'))
  expect(await it.loopWith({ GATECYCLE_FAULT: 'unit/run-agent/after:1' }, 'run')).toMatchObject({
    signal: 'SIGKILL',
  })
  const head = repo.git('rev-parse', 'HEAD')
  const end = await it.loop(...yes)
  expect(end).toMatchObject({ exitCode: 1 })
  expect(end.stderr).toContain('a unit is in flight')
  expect(await it.loopWith({ CLAUDECODE: '1' }, ...yes)).toMatchObject({ exitCode: 1 })
  expect(repo.git('rev-parse', 'HEAD')).toBe(head)
})
