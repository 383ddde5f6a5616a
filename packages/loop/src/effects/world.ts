import type { LogReading } from '@gatecycle/event-schema'
import type { RunMark } from '@gatecycle/agents'
import type { RedactStream } from '@gatecycle/event-schema'
import type { Feature, Gate } from '@gatecycle/plan-model'
import type { ChooseContainment } from '../adapters/verification/containment.ts'
import type { LoadedPlan, PlanPlace } from '../adapters/plan/plan-reader.ts'
import type { RunWorktree } from '../adapters/worktree/run-worktree.ts'
import type { TestSetStore } from '../adapters/state/test-set-store.ts'
import type { StatePaths } from '../adapters/state/state-paths.ts'
import type { StopSignal } from '../machine/failure.ts'
import type { Clock, EventLog, Git, Journal, Lock, Report, Requests } from '../ports.ts'
import type { BuiltInCheck } from '../policy/verification-plan.ts'
import type { TestsBefore } from './tests-before.ts'

/** A signal that was asked to stop us, if one came. */
export interface Stopping {
  readonly signal: AbortSignal
  readonly reason: () => StopSignal | undefined
}

/** Everything an effect may touch, and nothing that it could read elsewhere: what is true of a feature is read from its commits. */
export interface World {
  /** The repository, from the top of the operator's checkout: refs and objects only, never its files or its index. */
  readonly git: Git
  readonly worktree: RunWorktree
  readonly place: PlanPlace
  readonly featureId: string
  readonly branch: string
  readonly paths: StatePaths
  readonly commonGitDir: string
  readonly journal: Journal
  readonly lock: Lock
  readonly clock: Clock
  readonly report: Report
  readonly env: Readonly<Record<string, string | undefined>>
  readonly version: string
  readonly runId: string
  readonly mark: RunMark
  readonly stopping: Stopping
  /** What a person asks of this driver while it runs. */
  readonly requests: Requests
  /** The one unit that is to run, as a person named it; undefined for the whole gate. */
  readonly onlyUnit: string | undefined
  /** The feature as a commit has it; read once per commit. */
  readonly planAt: (commit: string) => Promise<LoadedPlan>
  /** The tests that ran on trees, and those that ran last before a commit. */
  readonly testSets: TestSetStore
  readonly testsBefore: (commit: string) => Promise<TestsBefore | undefined>
  /** The event log; opened at the run ref when it is first needed. */
  readonly log: () => Promise<EventLog>
  /** Reads the text of a log; what it read before and finds again is not read twice. */
  readonly readLog: (text: string) => LogReading
  /** Takes known and well-known secrets out of a text that will be kept or shown to an agent. */
  readonly redact: <Value>(value: Value) => Value
  /** The same for a text that comes in pieces. */
  readonly redactStream: () => RedactStream
  /** The names of the withheld variables whose values stand in a text. */
  readonly secretsIn: (text: string) => readonly string[]
  /** Whether the value of a variable stands in a tree: it is no secret then. */
  readonly isPublished: (name: string, tree: string) => Promise<boolean>
  /** What keeps agents and verification commands in. */
  readonly containment: ChooseContainment
  readonly builtIn: Readonly<Record<BuiltInCheck, (subject: UnitSubject) => Promise<readonly string[]>>>
}

/** A unit in its surroundings: what every effect of the unit's machine works on. */
export interface UnitSubject {
  readonly plan: LoadedPlan
  readonly feature: Feature
  readonly gate: Gate
  readonly unit: Gate['units'][number]
  /** The commit that the unit starts from. */
  readonly base: string
  readonly armId: string
  readonly planDigest: string
}

/** The ref that holds what a feature's runs have done. */
export function runRefOf({ featureId }: Pick<World, 'featureId'>): string {
  return `refs/gatecycle/run/${featureId}`
}

/** Where the branch stood when the driver last brought it up: tells a branch that was moved back from one that waits. */
export function publishedRefOf({ featureId }: Pick<World, 'featureId'>): string {
  return `refs/gatecycle/published/${featureId}`
}

/** Where the driver last left the run ref: a run ref that no longer contains it was moved by a person. */
export function drivenRefOf({ featureId }: Pick<World, 'featureId'>): string {
  return `refs/gatecycle/driven/${featureId}`
}

/** The ref of the feature's branch. */
export function branchRefOf({ branch }: Pick<World, 'branch'>): string {
  return `refs/heads/${branch}`
}
