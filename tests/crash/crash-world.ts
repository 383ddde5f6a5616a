import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  callsOf,
  copyRepo,
  createRepo,
  differencesOf,
  endProcessesOf,
  historyOf,
  processesOf,
  runBin,
  snapshotCheckout,
  writeFeature,
  writeScenario,
  type BinEnd,
  type FeatureOptions,
  type HistoryEntry,
  type Scenario,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { situationOf, type Situation } from '../open-scenario.ts'

/** A feature that is armed and ready, and what a run of it that nobody disturbs comes to. */
export interface CrashWorld {
  readonly template: TestRepo
  readonly feature: WrittenFeature
  readonly history: readonly HistoryEntry[]
  readonly exitCode: number
  readonly calls: number
  /** Every fault point that the undisturbed run passed, in order: those of the machines and those of the disk. */
  readonly trace: readonly string[]
  readonly remove: () => void
}

export interface CrashOptions extends FeatureOptions {
  readonly agent: Scenario
}

/** With the clock held still, equal work is equal to the byte. */
export const fixedTime = { GATECYCLE_FIXED_TIME: '2026-01-02T03:04:05.000Z' }

/** Three units, the second of which fails its first attempt. */
export const failsOnce: CrashOptions = {
  units: 3,
  agent: { 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad T02\n' }] },
}

/** The operator has things lying about: tracked, staged, untracked and ignored. */
function makeDirty(repo: TestRepo): void {
  repo.write('README.md', '# Edited and not staged\n')
  repo.write('src/start.txt', 'staged\n')
  repo.git('add', 'src/start.txt')
  repo.write('untracked notes.txt', 'mine\n')
  repo.write('ignored/cache.bin', 'cached\n')
}

/** Plans, arms and runs once undisturbed, with every point written down. */
export async function openCrashWorld(options: CrashOptions): Promise<CrashWorld> {
  const template = createRepo()
  const feature = writeFeature(template, options)
  writeScenario(template, options.agent)
  template.commitAll('docs: plan')
  await situationOf(template, feature).arm()
  makeDirty(template)
  const repo = copyRepo(template)
  const trace = join(repo.outside, 'trace.txt')
  const end = await situationOf(repo, feature).loopWith({ ...fixedTime, GATECYCLE_FAULT_TRACE: trace })
  const world = {
    template,
    feature,
    history: historyOf(repo, feature.runRef),
    exitCode: end.exitCode,
    calls: callsOf(repo).length,
    trace: readFileSync(trace, 'utf8').split('\n').filter(Boolean),
    remove: () => template.remove(),
  }
  repo.remove()
  return world
}

/** Where the driver dies: at a point (`name:n`), or by the hand of an agent that is told to kill it. */
export type Crash = string | { readonly agent: Scenario }

/**
 * Kills the driver, types the same command again, and says everything that is not as it would have been undisturbed. Empty means
 * that the crash left no trace.
 */
export async function crashAt(crash: Crash, world: CrashWorld): Promise<readonly string[]> {
  const isNamed = typeof crash === 'string'
  return disturb(world, {
    prepare: (repo) => {
      if (!isNamed) writeScenario(repo, crash.agent)
    },
    run: async (loopWith) => loopWith({ GATECYCLE_FAULT: isNamed ? crash : '' }),
    judge: ({ signal, exitCode, stderr }) =>
      signal === 'SIGKILL' ? [] : [`was not killed, but exited ${exitCode}: ${stderr}`],
  })
}

/** A run that something goes wrong in, with time held still. */
export interface Disturbance {
  readonly prepare?: (repo: TestRepo) => void
  readonly run: (loopWith: Situation['loopWith'], repo: TestRepo) => Promise<BinEnd>
  /** What is wrong with the end of the disturbed run. */
  readonly judge: (end: BinEnd) => readonly string[]
  /** Takes the disturbance away; the same command must then go on. */
  readonly mend?: (repo: TestRepo) => void
  /** Whether a disturbed run that ended so may have cost one attempt of one unit, which is told like any that failed. */
  readonly mayCost?: (end: BinEnd) => boolean
}

/**
 * Disturbs a run, types the same command again, and says everything that is not as it would have been undisturbed. Empty means
 * that the disturbance left no trace.
 */
export async function disturb(world: CrashWorld, disturbance: Disturbance): Promise<readonly string[]> {
  const { prepare, run, judge, mend, mayCost = () => false } = disturbance
  const repo = copyRepo(world.template)
  prepare?.(repo)
  try {
    const { feature } = world
    const { loopWith } = situationOf(repo, feature)
    const before = snapshotCheckout(repo, feature)
    const withFixedTime: Situation['loopWith'] = async (env, ...args) =>
      loopWith({ ...fixedTime, ...env }, ...args)
    const disturbed = await run(withFixedTime, repo)
    const wrong = judge(disturbed)
    if (wrong.length > 0) return wrong
    mend?.(repo)
    const end = await loopWith(fixedTime)
    const problems = [
      ...(mayCost(disturbed) ? compareButOneAttempt(repo, world) : compare(repo, world)),
      ...toldTwice(repo, feature),
      ...(await checkHealth(repo, feature)),
    ]
    if (end.exitCode !== world.exitCode) problems.push(`exited ${end.exitCode}: ${end.stdout}${end.stderr}`)
    const touched = differencesOf(before, snapshotCheckout(repo, feature))
    return touched.length === 0 ? problems : [...problems, `touched ${touched.join(', ')}`]
  } finally {
    endProcessesOf(repo)
    repo.remove()
  }
}

function compare(repo: TestRepo, { feature, history, calls }: CrashWorld): string[] {
  const problems = compareHistories(historyOf(repo, feature.runRef), history)
  const paid = callsOf(repo).length
  if (paid < calls || paid > calls + 1) problems.push(`${paid} agents were paid instead of ${calls}`)
  return problems
}

/** The same work in the same order; the log names at most one attempt more, and each unit was attempted as often as its books say. */
function compareButOneAttempt(repo: TestRepo, { feature, history, calls }: CrashWorld): string[] {
  const found = historyOf(repo, feature.runRef)
  const problems = compareHistories(found.map(withoutAttempts), history.map(withoutAttempts))
  const outcomes = situationOf(repo, feature)
    .events()
    .filter(({ event_type, payload }) => event_type === 'attempt_outcome' && payload['counted'] === true)
  if (outcomes.length < calls || outcomes.length > calls + 1)
    problems.push(`${outcomes.length} attempts count instead of ${calls}`)
  for (const { trailers } of found.filter(({ trailers }) => trailers['Attempt'] !== undefined)) {
    const attempts = outcomes.filter(({ correlation_id }) => correlation_id === trailers['Feature']).length
    if (trailers['Attempt'] !== String(attempts))
      problems.push(`${trailers['Feature']}: attempt ${trailers['Attempt']} of ${attempts} that were told`)
  }
  return problems
}

/** A commit without the number of its attempts, and without the retrospective, which lists each. */
function withoutAttempts({ files, trailers, ...entry }: HistoryEntry): HistoryEntry {
  const { Attempt: _, ...others } = trailers
  const kept = Object.entries(files).filter(([path]) => !path.endsWith('/RETROSPECTIVE.md'))
  return {
    ...entry,
    trailers: others,
    files: Object.fromEntries(kept.map(([path, text]) => [path, text.replace(/^attempts: .*\n/mu, '')])),
  }
}

function compareHistories(found: readonly HistoryEntry[], history: readonly HistoryEntry[]): string[] {
  const problems: string[] = []
  const subjects = (entries: readonly HistoryEntry[]): string =>
    entries.map(({ subject }) => subject).join(' | ')
  if (subjects(found) !== subjects(history)) problems.push(`history: ${subjects(found)}`)
  for (const [index, entry] of history.entries()) {
    const other = found[index]
    if (JSON.stringify(other) !== JSON.stringify(entry)) problems.push(describe(entry, other))
  }
  return problems
}

function describe(expected: HistoryEntry, found: HistoryEntry | undefined): string {
  if (found === undefined) return `"${expected.subject}" is missing`
  const parts = ['subject', 'body', 'trailers', 'files'] as const
  const details = parts
    .filter((part) => JSON.stringify(expected[part]) !== JSON.stringify(found[part]))
    .map((part) => `${part}: ${firstDifference(expected[part], found[part])}`)
  return `"${expected.subject}" differs in ${details.join('; ')}`
}

function firstDifference(a: unknown, b: unknown): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return `${JSON.stringify(a)} ≠ ${JSON.stringify(b)}`
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  const [name, value] = left.find(([key, text]) => right.get(key) !== text) ?? ['(a new key)', '']
  return `${name}: ${JSON.stringify(value)} ≠ ${JSON.stringify(right.get(name))}`
}

/** What a log must not say twice of one unit, however often its driver died. */
function toldTwice(repo: TestRepo, feature: WrittenFeature): readonly string[] {
  const keys = situationOf(repo, feature)
    .events()
    .flatMap(({ event_type, correlation_id, payload }) => {
      if (['task_started', 'task_completed', 'unit_committed', 'gate_reached'].includes(event_type))
        return [`${event_type} of ${correlation_id}`]
      if (event_type !== 'attempt_outcome' || payload['counted'] !== true) return []
      return [`attempt_outcome ${String(payload['attempt'])} of ${correlation_id}`]
    })
  return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `told twice: ${key}`)
}

async function checkHealth(repo: TestRepo, { runRef, branch, path }: WrittenFeature): Promise<string[]> {
  const problems: string[] = []
  const left = processesOf(repo)
  if (left.length > 0) problems.push(`left running: ${left.map(({ command }) => command).join(', ')}`)
  if (!repo.gitSays('fsck', '--strict', '--no-dangling')) problems.push('git fsck finds damage')
  if (repo.git('rev-parse', branch) !== repo.git('rev-parse', runRef)) problems.push('the branch is behind')
  repo.git('worktree', 'add', '--detach', '--quiet', join(repo.outside, 'review'), branch)
  const log = join(repo.outside, 'review', path, 'events.jsonl')
  const valid = await runBin('validate-event', [log], { cwd: repo.outside, env: repo.env })
  if (valid.exitCode !== 0) problems.push(`the log: ${valid.stdout}${valid.stderr}`)
  repo.git('worktree', 'remove', '--force', join(repo.outside, 'review'))
  return problems
}
