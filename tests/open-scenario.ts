import { onTestFinished } from 'vitest'
import {
  callsOf,
  createRepo,
  endProcessesOf,
  runBin,
  startBin,
  writeFeature,
  writeScenario,
  type AgentCall,
  type BinEnd,
  type FeatureOptions,
  type RepoOptions,
  type RunningBin,
  type Scenario,
  type TestRepo,
  type WrittenFeature,
} from '../packages/test-kit/src/index.ts'

/** A repository with a planned feature and the commands that an operator types in it. */
export interface Situation {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
  readonly loop: (...args: readonly string[]) => Promise<BinEnd>
  /** With variables of its own, for example a fault. */
  readonly loopWith: (env: Readonly<Record<string, string>>, ...args: readonly string[]) => Promise<BinEnd>
  readonly start: (...args: readonly string[]) => RunningBin
  /** Arms the next gate; throws with what was said when it is refused. */
  readonly arm: () => Promise<void>
  readonly calls: () => readonly AgentCall[]
  /** Subjects of the driver's commits on the run ref, from the oldest. */
  readonly subjects: () => readonly string[]
  readonly events: () => readonly LoggedEvent[]
}

export interface LoggedEvent {
  readonly event_type: string
  readonly correlation_id: string
  readonly payload: Readonly<Record<string, unknown>>
}

export interface SituationOptions extends FeatureOptions {
  readonly repo?: RepoOptions
  readonly agent?: Scenario
  /** Edits of the repository before the plan is committed. */
  readonly before?: (repo: TestRepo, feature: WrittenFeature) => void
  /** What stands in no commit, for example hooks: once the plan is committed. */
  readonly after?: (repo: TestRepo) => void
}

/** Plans and commits a feature in a new repository; all of it is gone when the test is over. */
export function openSituation(options: SituationOptions = {}): Situation {
  const repo = createRepo(options.repo)
  onTestFinished(() => {
    endProcessesOf(repo)
    if (process.env['GATECYCLE_KEEP'] === undefined) repo.remove()
  })
  const feature = writeFeature(repo, options)
  writeScenario(repo, options.agent ?? {})
  options.before?.(repo, feature)
  repo.commitAll('docs: plan')
  options.after?.(repo)
  return situationOf(repo, feature)
}

/** The commands in a repository that is there already. */
export function situationOf(repo: TestRepo, feature: WrittenFeature): Situation {
  const at = { cwd: repo.path, env: repo.env }
  const loop: Situation['loop'] = async (...args) => runBin('loop', args, at)
  return {
    repo,
    feature,
    loop,
    loopWith: async (env, ...args) => runBin('loop', args, { ...at, env: { ...repo.env, ...env } }),
    start: (...args) => startBin('loop', args, at),
    arm: async () => {
      const { exitCode, stdout, stderr } = await loop('arm', '--yes', '--reason', 'a test')
      if (exitCode !== 0) throw new Error(`loop arm exited ${exitCode}: ${stdout}${stderr}`)
    },
    calls: () => callsOf(repo),
    subjects: () => repo.git('log', '--reverse', '--format=%s', feature.runRef).split('\n').slice(2),
    events: () => readEvents(repo, feature),
  }
}

/** The committed lines of the log, and those that wait for the next commit. */
function readEvents(repo: TestRepo, { runRef, path }: WrittenFeature): readonly LoggedEvent[] {
  const text = repo.git('cat-file', 'blob', `${runRef}:${path}/events.jsonl`)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LoggedEvent)
}
