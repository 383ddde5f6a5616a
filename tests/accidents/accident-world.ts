import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import {
  copyRepo,
  createRepo,
  endProcessesOf,
  runBin,
  trailersOf,
  writeFeature,
  writeScenario,
  type BinEnd,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { situationOf, type Situation } from '../open-scenario.ts'

/** A feature of two units and a close, as far as it was driven: armed, or with its first unit landed. */
export interface Template {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
}

/** What a terminal shows without scrolling. */
const screenHeight = 24

/** Plans and arms; with `landed` the first unit is done as well. The operator is on `main`. */
export async function openTemplate({ landed }: { readonly landed: boolean }): Promise<Template> {
  const repo = createRepo()
  const feature = writeFeature(repo, { units: 2 })
  writeScenario(repo, {})
  repo.commitAll('docs: plan')
  const { arm, loop } = situationOf(repo, feature)
  await arm()
  if (landed) expectOk(await loop('run', '--unit', 'T01'))
  return { repo, feature }
}

/** A copy of a template, gone with its processes when the test is over. */
export function openAccident({ repo: template, feature }: Template): Situation {
  return watch(copyRepo(template), feature)
}

function watch(repo: TestRepo, feature: WrittenFeature): Situation {
  onTestFinished(() => {
    endProcessesOf(repo)
    if (process.env['GATECYCLE_KEEP'] === undefined) repo.remove()
  })
  return situationOf(repo, feature)
}

/** A bare repository that this one pushes everything to, and a second clone of it with a state home of its own. */
export function openSecondClone({ repo, feature }: Situation): Situation {
  const bare = join(repo.outside, 'origin.git')
  repo.git('init', '--quiet', '--bare', bare)
  repo.git('remote', 'add', 'origin', bare)
  repo.git('push', '--quiet', 'origin', 'main', feature.branch)
  const other = createRepo()
  writeScenario(other, {})
  other.git('remote', 'add', 'origin', bare)
  other.git('fetch', '--quiet', 'origin')
  other.git('checkout', '--quiet', '-B', 'main', 'origin/main')
  other.git('branch', '--quiet', feature.branch, `origin/${feature.branch}`)
  return watch(other, feature)
}

/** The end of a command that has to succeed. */
export function expectOk(end: BinEnd): BinEnd {
  expect(end.exitCode, `${end.stdout}${end.stderr}`).toBe(0)
  return end
}

/** One screen that names the cause and a command; gives back the commands of ours that it offers. */
export function expectScreen(end: BinEnd, cause: RegExp): readonly string[] {
  const said = `${end.stderr}${end.stdout}`
  expect(said).toMatch(cause)
  expect(said.trimEnd().split('\n').length, said).toBeLessThanOrEqual(screenHeight)
  return [...said.matchAll(/\bloop resync \S+(?: --take \w+)?/gu)].map(([line]) => line)
}

/** Types a command that a screen offered, word for word. */
export async function type(it: Situation, line: string | undefined): Promise<BinEnd> {
  const [, ...words] = (line ?? '').split(' ')
  return it.loop(...words)
}

/** Runs the feature to its review, then looks whether every unit is there once, in history and log. */
export async function expectFinished(it: Situation): Promise<void> {
  const { repo, feature } = it
  expectOk(await it.loop())
  expect(repo.git('rev-parse', feature.branch)).toBe(repo.git('rev-parse', feature.runRef))
  const units = ['T01', 'T02', 'G1-CLOSE'].map((local) => `${feature.id}/${local}`)
  for (const unit of units) {
    const status = repo.git('show', `${feature.branch}:${feature.path}/${fileOf(unit)}`)
    expect(status, unit).toContain('status: done')
  }
  const told = it.events().filter(({ event_type }) => event_type === 'task_completed')
  const completed = told.map(({ correlation_id }) => correlation_id)
  expect(
    completed.filter((unit, at) => completed.indexOf(unit) !== at),
    'told twice',
  ).toEqual([])
  expect(it.events().filter(({ event_type }) => event_type === 'gate_reached')).toHaveLength(1)
  expect(landedUnits(repo, feature.branch).filter((unit, at, all) => all.indexOf(unit) !== at)).toEqual([])
  await expectValidLog(it)
}

function fileOf(unit: string): string {
  return unit.endsWith('CLOSE') ? 'WU-90-g1-close.md' : `WU-${unit.slice(-2)}-unit.md`
}

/** The units whose own commits a history holds, from the newest. */
export function landedUnits(repo: TestRepo, range: string): readonly string[] {
  return repo
    .git('rev-list', range)
    .split('\n')
    .filter(Boolean)
    .flatMap((commit) => {
      const { Feature, Proof } = trailersOf(repo, commit)
      return Feature === undefined || Proof === undefined ? [] : [Feature]
    })
}

async function expectValidLog({ repo, feature }: Situation): Promise<void> {
  const text = repo.git('cat-file', 'blob', `${feature.branch}:${feature.path}/events.jsonl`)
  repo.write('../log.jsonl', `${text}\n`)
  const file = join(repo.outside, 'log.jsonl')
  expectOk(await runBin('validate-event', [file], { cwd: repo.outside, env: repo.env }))
}

/** Somebody else's work on the base. */
export function moveBase(repo: TestRepo): void {
  repo.git('switch', '--quiet', 'main')
  repo.write('docs/elsewhere.md', 'meanwhile\n')
  repo.commitAll('docs: meanwhile')
}
