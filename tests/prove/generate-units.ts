import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editFrontMatter } from '../../packages/plan-model/src/index.ts'
import {
  createRepo,
  writeFeature,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { commitEdits } from '../../packages/loop/src/adapters/objects/commit-edits.ts'
import { openChosenWorld } from '../../packages/loop/src/commands/open-chosen-world.ts'
import { currentPlan } from '../../packages/loop/src/effects/current-plan.ts'
import { swapRunRef } from '../../packages/loop/src/effects/run-ref.ts'
import {
  createUnitCommit,
  moveRunRef,
  recordUnitCommit,
} from '../../packages/loop/src/effects/unit/land-commit.ts'
import type { UnitSubject, World } from '../../packages/loop/src/effects/world.ts'
import { buildBookkeepingMessage } from '../../packages/loop/src/policy/commit-message.ts'
import { situationOf } from '../open-scenario.ts'

/** Numbers that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export interface Generated {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
  readonly units: number
  /** The commits of the units, from the oldest. */
  readonly commits: readonly string[]
}

/**
 * A feature with many landed units. Its arm is the command's; the units are landed by the driver's own code for commits, refs and
 * log (`createUnitCommit`, `moveRunRef`, `recordUnitCommit`), without agents and commands: those are another test's business.
 */
export async function generateUnits(units: number, seed: number): Promise<Generated> {
  const repo = createRepo()
  const locals = Array.from({ length: units }, (_, index) => `T${String(index + 1).padStart(2, '0')}`)
  const feature = writeFeature(repo, {
    id: 'FEAT-2026-0002',
    slug: 'bulk',
    gates: [
      {
        units: [
          ...locals.map((local) => ({ local })),
          { local: 'G1-CLOSE', type: 'close', dependsOn: locals },
        ],
      },
    ],
  })
  repo.commitAll('docs: plan')
  await situationOf(repo, feature).arm()
  const world = await openWorldOf(repo)
  const random = createRandom(seed)
  const subject = await subjectOf(world)
  // The repository's hooks are looked for there.
  await world.worktree.prepare(subject.base)
  const commits: string[] = []
  for (const unit of subject.gate.units.filter(({ type }) => type === 'implementation')) {
    const base = commits.at(-1) ?? subject.base
    commits.push(await landUnit(world, { ...subject, unit, base }, workOf(random, commits.length)))
  }
  await closeBooks(world, subject, commits.at(-1) ?? subject.base)
  repo.git('update-ref', `refs/heads/${feature.branch}`, feature.runRef)
  return { repo, feature, units, commits }
}

async function openWorldOf({ path, env }: TestRepo): Promise<World> {
  const io = {
    cwd: path,
    env,
    stdout: () => undefined,
    stderr: () => undefined,
    isTerminal: { stdin: false, stdout: false, stderr: false },
  }
  return openChosenWorld(io, { feature: undefined, root: undefined }, 'loop run')
}

async function subjectOf(world: World): Promise<UnitSubject> {
  const { plan, feature } = await currentPlan(world)
  const arm = JSON.parse(plan.log.trim().split('\n').at(-1) ?? '{}') as {
    readonly payload: { readonly arm_id: string; readonly digest: string }
  }
  const gate = feature.gates[0]
  const unit = gate?.units[0]
  if (gate === undefined || unit === undefined) throw new Error('the plan has no unit')
  return {
    plan,
    feature,
    gate,
    unit,
    base: plan.commit,
    armId: arm.payload.arm_id,
    planDigest: arm.payload.digest,
  }
}

/** Files of many kinds: new ones, one that every unit goes on with, names that need quoting, empty ones, carriage returns. */
function workOf(random: (below: number) => number, index: number): Map<string, string | undefined> {
  const names = ['plain.txt', 'größe.txt', 'two words.txt', 'deep/er/file.ts', 'quote".txt', 'empty']
  const name = `src/${index}/${names[random(names.length)] ?? 'plain.txt'}`
  const lines = Array.from({ length: random(30) }, () => `${random(1000)}${random(5) === 0 ? '\r' : ''}`)
  const text = name.endsWith('empty') ? '' : `${lines.join('\n')}${random(3) === 0 ? '' : '\n'}unit ${index}`
  const work = new Map<string, string | undefined>([[name, text]])
  if (random(3) === 0)
    work.set('src/shared.txt', Array.from({ length: index + 1 }, (_, at) => `line ${at}\n`).join(''))
  return work
}

async function landUnit(
  world: World,
  subject: UnitSubject,
  work: ReadonlyMap<string, string | undefined>,
): Promise<string> {
  const { unit, plan, base } = subject
  const log = await world.log()
  await log.append({
    correlation_id: unit.id,
    event_type: 'verification_started',
    payload: { attempt: 1, tree: '0'.repeat(40), sets: ['code'] },
  })
  const files = new Map(work)
  files.set(`${plan.path}/${unit.fileName}`, editFrontMatter(unit.file.text, { status: 'done', attempts: 1 }))
  files.set(`${plan.path}/events.jsonl`, log.text())
  const scratch = join(world.commonGitDir, 'gatecycle')
  const draft = await commitEdits(world.git, { parent: base, edits: files, message: 'tree', scratch })
  const tree = await world.git.text(['rev-parse', `${draft}^{tree}`])
  const digest = `sha256:${'a'.repeat(64)}`
  const report = {
    class: 'ok',
    detail: '',
    result: { kind: 'complete', filesChanged: [] },
    costUsd: 0.01,
    inputTokens: undefined,
    outputTokens: undefined,
    durationMs: 5,
  } as const
  const candidate = { attempt: 1, history: [], report, files: [...work.keys()], proofs: [], tree } as const
  const verification = { results: [{ set: 'code', name: 'tests', answer: '0' }], digest }
  await log.append({
    correlation_id: unit.id,
    event_type: 'verification_finished',
    payload: { attempt: 1, tree, answer: 'passed', digest },
  })
  const made = await createUnitCommit({ at: 'committing', ...candidate, verification }, subject, world)
  if (made.type !== 'commit-created') throw new Error(`no commit, but ${made.type}`)
  const { commit } = made
  await moveRunRef({ at: 'moving-ref', ...candidate, verification, commit }, subject, world)
  await recordUnitCommit({ at: 'recording-commit', ...candidate, commit }, subject, world)
  return commit
}

/** The lines that wait for the next commit, in a commit of the driver's own. */
async function closeBooks(world: World, { plan }: UnitSubject, base: string): Promise<void> {
  const log = await world.log()
  const message = buildBookkeepingMessage('chore(loop): books', [
    ['Feature', world.featureId],
    ['Event-Log', log.head()],
  ])
  const edits = new Map([[`${plan.path}/events.jsonl`, log.text()]])
  const scratch = join(world.commonGitDir, 'gatecycle')
  const commit = await commitEdits(world.git, { parent: base, edits, message, scratch })
  await swapRunRef(world, commit, base)
}

/** A clone with an environment of its own. */
export function cloneOf({ repo, feature }: Pick<Generated, 'repo' | 'feature'>): TestRepo {
  const clone = createRepo()
  clone.git('remote', 'add', 'origin', repo.path)
  clone.git('fetch', '--quiet', 'origin')
  clone.git('checkout', '--quiet', '-B', 'main', 'origin/main')
  clone.git('branch', '--quiet', '--no-track', feature.branch, `origin/${feature.branch}`)
  return clone
}

/** The same commit with other bytes in its message or another tree, under another id. */
export function alterCommit(repo: TestRepo, commit: string, alter: (raw: Buffer) => Buffer): string {
  const raw = Buffer.from(repo.git('cat-file', 'commit', commit).concat('\n'), 'utf8')
  const file = join(repo.outside, 'altered-commit')
  writeFileSync(file, alter(raw))
  return repo.git('hash-object', '-t', 'commit', '-w', '--literally', file)
}
