import { createColors, exitCodes, wantsColor, type Colors, type Io } from '@gatecycle/diagnostics'
import { readLog, type SealedEvent } from '@gatecycle/event-schema'
import type { Feature, Gate, Unit } from '@gatecycle/plan-model'
import { describeHolder, readLockHolder, type LockRecord } from '../adapters/state/lock.ts'
import { readIfThere } from '../adapters/system/durable-file.ts'
import { neverStopping } from '../adapters/system/stopping.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { readRequest } from '../adapters/state/requests.ts'
import { surveyBranch } from '../effects/run/survey-branch.ts'
import type { World } from '../effects/world.ts'
import { describeCause } from '../policy/describe-branch.ts'
import { isToResync } from '../policy/judge-branch.ts'
import { reviewFirst } from '../policy/review-first.ts'
import { planRun } from '../policy/run-plan.ts'
import type { CommandResult } from './command-result.ts'
import { localOf } from './describe-run-plan.ts'
import { describeDamage, nextOf } from './dry-run.ts'
import { chooseFeature, openRepository, type FeatureEntry, type Repository } from './open-repository.ts'
import { openWorld } from './open-world.ts'
import type { CommonOptions } from './options.ts'
import { readUnarmedPlan } from './unarmed-plan.ts'

interface FeatureStatus {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly branch: string
  readonly holder: string | undefined
  readonly lastEnd: string | undefined
  readonly gates: readonly {
    readonly gate: number
    readonly status: string
    readonly units: readonly UnitStatus[]
    /** What its review should begin with. */
    readonly lookFirst: readonly string[]
  }[]
  readonly published: boolean
  /** What became of the branch, where it is not as the driver left it. */
  readonly parting: string | undefined
  /** What a person asked of the driver that runs. */
  readonly request: 'stop' | 'pause' | undefined
  readonly damage: readonly string[]
  readonly next: string | undefined
}

interface UnitStatus {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly attempts: number
  readonly plannedUsd: number | undefined
}

/** `loop status`: features, gates, units, who holds the tree, why the last run stopped, and the next command. Writes nothing. */
export async function status(io: Io, options: CommonOptions): Promise<CommandResult> {
  const repository = await openRepository(io, options.root)
  const entries =
    options.feature === undefined
      ? repository.features
      : [chooseFeature(repository.features, options.feature, undefined)]
  const features: FeatureStatus[] = []
  for (const entry of entries) features.push(await statusOf(io, repository, entry))
  const colors = createColors(wantsColor(io.env, io.isTerminal.stdout))
  return {
    command: 'status',
    exitCode: exitCodes.ok,
    outcome: 'ok',
    message: `${features.length} features`,
    detail: { features },
    text: features.map((feature) => describe(feature, colors)).join('\n'),
  }
}

async function statusOf(io: Io, repository: Repository, entry: FeatureEntry): Promise<FeatureStatus> {
  const world = openWorld({
    io,
    repository,
    feature: entry,
    command: 'loop status',
    report: () => undefined,
    stopping: neverStopping,
    isolation: 'worktree',
  })
  const { plan } = await readUnarmedPlan(world)
  const { feature } = plan
  const reading = readLog(plan.log)
  const log = reading.events
  const record = holderOf(world)
  const survey = await surveyBranch(world)
  const isParted = isToResync(survey)
  return {
    id: entry.id,
    title: feature?.title ?? '(the plan has errors: plan-lint)',
    status: feature?.status ?? entry.status,
    branch: entry.branch,
    holder: record === undefined ? undefined : describeHolder(record),
    request: requestOf(world, record),
    lastEnd: lastEndOf([...log, ...pendingEvents(world)]),
    gates: feature?.gates.map((gate) => toGate(gate, log)) ?? [],
    damage: describeDamage(reading),
    published: survey.runRef === undefined || survey.runRef === survey.branch,
    parting: isParted ? describeCause(survey, world) : undefined,
    next: record === undefined && feature !== undefined ? nextFor(feature, plan, isParted) : undefined,
  }
}

function nextFor(feature: Feature, plan: LoadedPlan, isParted: boolean): string | undefined {
  if (isParted) return `loop resync ${feature.id}`
  const planned = planRun(plan, feature, readLog(plan.log).events)
  if (planned.kind === 'gate' && planned.blocked.length > 0 && planned.ahead.length === 0) {
    return `set ${planned.blocked.join(', ')} to pending, then loop arm ${feature.id}`
  }
  return nextOf(planned, feature.id)
}

function holderOf({ paths }: World): LockRecord | undefined {
  try {
    return readLockHolder(paths.lock) ?? readLockHolder(paths.secondLock)
  } catch {
    return undefined
  }
}

function requestOf({ paths }: World, record: LockRecord | undefined): FeatureStatus['request'] {
  return record === undefined ? undefined : readRequest(paths.request, record.token)
}

/** Lines that wait for their commit; what cannot be read here is the writer's business. */
function pendingEvents({
  paths,
}: World): readonly { readonly event_type: string; readonly payload: unknown }[] {
  const lines = (readIfThere(paths.pendingLog) ?? '').split('\n').filter((line) => line.endsWith('}'))
  // Sealed lines of our own writer; a torn one does not end in a brace.
  return lines.map((line) => JSON.parse(line) as SealedEvent)
}

function lastEndOf(
  events: readonly { readonly event_type: string; readonly payload: unknown }[],
): string | undefined {
  const end = events.findLast(({ event_type }) => event_type === 'run_ended')
  // The payload of a run_ended event, by its schema.
  return end === undefined
    ? undefined
    : (end.payload as { readonly outcome: string }).outcome.replaceAll('_', ' ')
}

function toGate(gate: Gate, log: readonly SealedEvent[]): FeatureStatus['gates'][number] {
  const { number, status: at, units } = gate
  const lookFirst = at === 'passed' ? [] : reviewFirst(log, gate)
  return { gate: number, status: at, units: units.map(toUnit), lookFirst }
}

function toUnit({ id, title, status: at, attempts, plannedCostUsd }: Unit): UnitStatus {
  return { id, title, status: at, attempts, plannedUsd: plannedCostUsd }
}

function describe(feature: FeatureStatus, colors: Colors): string {
  const lines = [`${colors.bold(feature.id)} ${feature.title}: ${feature.status}  (branch ${feature.branch})`]
  if (feature.holder !== undefined)
    lines.push(`  running now: ${feature.holder}${sayRequest(feature.request)}`)
  else if (feature.lastEnd !== undefined) lines.push(`  last run: ${feature.lastEnd}`)
  for (const { gate, status: at, units, lookFirst } of feature.gates) {
    lines.push(`  gate ${gate}: ${at.replaceAll('_', ' ')}`)
    for (const unit of units) lines.push(describeUnit(unit, colors))
    for (const first of lookFirst) lines.push(`    look first: ${first}`)
  }
  for (const damage of feature.damage) lines.push(`  ${colors.red(damage)}`)
  if (feature.parting !== undefined) lines.push(`  ${colors.red(feature.parting)}`)
  else if (!feature.published)
    lines.push(
      `  the branch does not show all of it yet: git merge --ff-only refs/gatecycle/run/${feature.id}`,
    )
  if (feature.next !== undefined) lines.push(`  next: ${feature.next}`)
  return `${lines.join('\n')}\n`
}

function sayRequest(request: FeatureStatus['request']): string {
  if (request === undefined) return ''
  return request === 'pause' ? ', asked to pause: loop resume goes on' : ', asked to stop'
}

function describeUnit({ id, title, status: at, attempts }: UnitStatus, colors: Colors): string {
  const paint = painterOf(at, colors)
  const tries = attempts > 0 ? `  ${attempts} attempt${attempts === 1 ? '' : 's'}` : ''
  return `    ${paint(at.padEnd(13))} ${localOf(id)} ${title}${tries}`
}

function painterOf(status: string, { green, red, dim }: Colors): (text: string) => string {
  if (status === 'done') return green
  return status === 'blocked_human' ? red : dim
}
