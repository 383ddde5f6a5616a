import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createRunMark, filterEnvironment } from '@gatecycle/agents'
import { AppError, exitCodes, type Io } from '@gatecycle/diagnostics'
import { createLogReader, createRedactor, createRedactStream, type Secret } from '@gatecycle/event-schema'
import { createClock } from '../adapters/system/clock.ts'
import { createContainmentChoice } from '../adapters/verification/containment.ts'
import { createEventLog } from '../adapters/state/event-log.ts'
import { holdsText } from '../adapters/objects/holds-text.ts'
import { createJournal } from '../adapters/state/journal.ts'
import { createDoubleLock, createLock, type LockOptions } from '../adapters/state/lock.ts'
import { readPersonalConfig } from '../adapters/plan/personal-config.ts'
import { createPlanReader, type LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { createRequests } from '../adapters/state/requests.ts'
import { createTestSetStore } from '../adapters/state/test-set-store.ts'
import { createInPlaceTree } from '../adapters/in-place/in-place-tree.ts'
import { createRunWorktree, type RunWorktree } from '../adapters/worktree/run-worktree.ts'
import { statePathsOf, type StatePaths } from '../adapters/state/state-paths.ts'
import { builtInChecks } from '../effects/built-in-checks.ts'
import { runRefCommit } from '../effects/current-plan.ts'
import { createTestsBefore } from '../effects/tests-before.ts'
import type { Stopping, World } from '../effects/world.ts'
import type { Isolation } from '../policy/isolation.ts'
import type { EventLog, Lock, Report } from '../ports.ts'
import { version } from '../version.ts'
import type { FeatureEntry, Repository } from './open-repository.ts'

interface Options {
  readonly io: Io
  readonly repository: Repository
  readonly feature: FeatureEntry
  readonly command: string
  readonly report: Report
  readonly stopping: Stopping
  readonly onlyUnit?: string | undefined
  readonly isolation: Isolation
}

/** Puts the adapters together for one feature. Writes nothing. */
export function openWorld(options: Options): World {
  const { io, repository, feature, command, report, stopping, onlyUnit } = options
  const { git, commonGitDir, stateRoot } = repository
  if (feature.branch === '') throw branchUnnamed(stateRoot, feature)
  const paths = statePathsOf({ commonGitDir, stateRoot, feature: feature.id, env: io.env })
  const clock = createClock(io.env)
  const token = randomBytes(16).toString('hex')
  const place = { stateRoot, folder: feature.folder, personal: readPersonalConfig(io.env) }
  const [secrets, worktree] = [secretsOf(io.env), openWorktree(options, paths)]
  const world: World = {
    git,
    worktree,
    place,
    featureId: feature.id,
    branch: feature.branch,
    paths,
    commonGitDir,
    journal: createJournal(paths.journal),
    lock: lockOf(paths, { command, token, taken: clock.now() }, feature.id),
    clock,
    report,
    env: io.env,
    version,
    runId: runIdOf(clock.now(), token),
    mark: createRunMark(token),
    stopping,
    requests: createRequests(paths.request, token),
    onlyUnit,
    planAt: remember(createPlanReader(git, place)),
    ...testMemory(repository, paths),
    log: once(async () => openLog(world)),
    readLog: createLogReader(),
    ...redaction(secrets),
    secretsIn: secretFinder(secrets),
    isPublished: async (name, tree) => holdsText(git, tree, io.env[name] ?? ''),
    containment: createContainmentChoice(io.env['PATH']),
    builtIn: builtInChecks((file) => join(worktree.path, file)),
  }
  return world
}

function openWorktree(
  { isolation, repository, feature, io, report }: Options,
  paths: StatePaths,
): RunWorktree {
  const { git, stateRoot } = repository
  if (isolation === 'worktree')
    return createRunWorktree({ path: paths.worktree, repository: git, env: io.env })
  return createInPlaceTree({
    git,
    branch: `refs/heads/${feature.branch}`,
    folder: `${stateRoot}/features/${feature.folder}`,
    recordPath: paths.inPlace,
    rescue: `refs/gatecycle/rescue/${feature.id}`,
    report,
    env: io.env,
  })
}

function testMemory(
  { git, stateRoot }: Repository,
  paths: StatePaths,
): Pick<World, 'testSets' | 'testsBefore'> {
  const testSets = createTestSetStore(paths.testSets)
  return { testSets, testsBefore: createTestsBefore({ git, stateRoot, testSets }) }
}

function branchUnnamed(stateRoot: string, { folder }: FeatureEntry): AppError {
  return new AppError('BRANCH_UNNAMED', `${stateRoot}/features/${folder}/PLAN.md names no branch`, {
    hint: 'plan-lint shows the place',
    exitCode: exitCodes.refused,
  })
}

/** A feature's lock at both of its places; a run also holds that of the repository, in the name of its feature. */
function lockOf(paths: StatePaths, holder: Omit<LockOptions, 'folder'>, feature: string): Lock {
  const own = createDoubleLock(
    createLock({ ...holder, folder: paths.lock }),
    createLock({ ...holder, folder: paths.secondLock }),
  )
  if (holder.command !== 'loop run') return own
  const command = `${holder.command} ${feature}`
  return createDoubleLock(own, createLock({ ...holder, command, folder: paths.repositoryLock }))
}

async function openLog(world: World): Promise<EventLog> {
  const plan = await world.planAt(await runRefCommit(world))
  const { clock, version: driver, paths, redact } = world
  return createEventLog({
    committed: plan.log,
    pendingPath: paths.pendingLog,
    clock,
    version: driver,
    redact,
  })
}

function redaction(secrets: readonly Secret[]): Pick<World, 'redact' | 'redactStream'> {
  const redactor = createRedactor(secrets)
  return { redact: redactor.redactValue, redactStream: () => createRedactStream(redactor) }
}

/** Finds values only: what looks like a secret by its form may be a test's. */
function secretFinder(secrets: readonly Secret[]): World['secretsIn'] {
  const byValue = createRedactor(secrets, [])
  return (text) => [...new Set(byValue.find(text).map(({ name }) => name))]
}

/** The values of the environment that are withheld from agents because of their names. */
function secretsOf(env: Io['env']): readonly Secret[] {
  return filterEnvironment(env, { pass: [], drop: [] }).withheld.flatMap((name) => {
    const value = env[name] ?? ''
    // Withheld for what they do, not for what they hide: a person's name or a path must stay readable.
    return /^(?:GIT_|NODE_OPTIONS|SSH_AUTH_SOCK)/u.test(name) ? [] : [{ name, value }]
  })
}

/** Sorts by time, and two runs in one second differ. */
function runIdOf(now: string, token: string): string {
  return `${now.replaceAll(/[-:]|\.\d+/gu, '')}-${token.slice(0, 6)}`
}

function remember(read: (commit: string) => Promise<LoadedPlan>): World['planAt'] {
  const known = new Map<string, Promise<LoadedPlan>>()
  return async (commit) => {
    const plan = known.get(commit) ?? read(commit)
    known.set(commit, plan)
    return plan
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return async () => {
    made ??= make()
    // What failed is tried again: its cause may have been mended.
    made.catch(() => (made = undefined))
    return made
  }
}
