import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { setAside } from '../adapters/state/set-aside.ts'
import { resolveCommit } from '../adapters/objects/repository.ts'
import { readUnitCommits } from '../adapters/objects/unit-commits.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { mendBooks, type Mending } from '../effects/mend-books.ts'
import { readSealed } from '../effects/read-sealed.ts'
import { rebuildLandings } from '../effects/rebuild-log.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import { drivenRefOf, runRefOf, type World } from '../effects/world.ts'
import { compareBooks, type Difference } from '../policy/compare-books.ts'
import type { DecisionOptions } from './arm.ts'
import type { CommandResult } from './command-result.ts'
import { actorOf, confirm, refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { withLock } from './with-lock.ts'

/**
 * `loop rebuild`: makes again what lies outside the commits (refs, waiting log lines, journal), holds the front matter of the units
 * against commits and log, and writes it as they have it once a person has seen what. Takes nothing away: what cannot be read is
 * moved aside.
 */
export async function rebuild(io: LoopIo, options: DecisionOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'to rebuild the books')
  const world = await openChosenWorld(io, options, 'loop rebuild')
  return withLock(world, async () => {
    const journal = await readJournal(world)
    const repairs = [...journal, ...(await rebuildRefs(world)), ...(await readWaiting(world))]
    const { plan, feature } = await currentPlan(world)
    const commits = await readUnitCommits(world.git, plan.commit, feature.id)
    const told = await rebuildLandings(world, plan, commits)
    if (told.length > 0)
      repairs.push(`log lines were made again for ${told.join(', ')}; the next commit takes them in`)
    const byCommit = new Map(commits.flatMap((one) => (one.isUndone ? [] : [[one.unit, one] as const])))
    const differences = compareBooks(feature, { byCommit, byLog: await landedByLog(world) })
    const mended = await offerMending(io, options, { world, plan, differences })
    return answer(world, { repairs, differences, mended })
  })
}

interface Offer extends Pick<Mending, 'plan' | 'differences'> {
  readonly world: World
}

/** Shows what would be written, and writes it after a yes. Undefined where nothing was written. */
async function offerMending(
  io: LoopIo,
  { yes, reason }: DecisionOptions,
  { world, plan, differences }: Offer,
): Promise<string | undefined> {
  const mendable = differences.filter(({ edits }) => edits !== undefined)
  if (mendable.length === 0 || (!yes && !io.isTerminal.stdin)) return undefined
  refuseUnsettled(world)
  io.stderr(mendable.map(describeMending).join(''))
  if ((await world.journal.read()) !== undefined) {
    io.stderr(`a unit is in flight: loop run ${world.featureId} settles it first\n`)
    return undefined
  }
  if (!(await confirm(io, 'write this, in one commit?', yes))) return undefined
  const actor = await actorOf(world.git)
  const commit = await mendBooks(world, { plan, differences: mendable, actor, reason })
  await publish(world)
  return commit
}

function describeMending({ unit, text, edits = {} }: Difference): string {
  const wanted = Object.entries(edits).map(([key, value]) => `  ${key}: ${String(value)}\n`)
  return `${text}\n${unit.fileName} would say\n${wanted.join('')}`
}

/** The journal: readable, or moved aside. */
async function readJournal({ journal, paths }: World): Promise<readonly string[]> {
  const moved = await unless(async () => journal.read(), 'JOURNAL_DAMAGED', paths.journal)
  if (moved === undefined) return []
  return [`the journal could not be read and is now ${moved}; the unit in flight starts anew`]
}

/** The lines that wait for a commit: readable, or moved aside. */
async function readWaiting({ paths, log }: World): Promise<readonly string[]> {
  const moved = await unless(log, 'EVENT_LOG_DAMAGED', paths.pendingLog)
  return moved === undefined ? [] : [`the log lines that waited could not be read and are now ${moved}`]
}

async function unless(read: () => Promise<unknown>, code: string, path: string): Promise<string | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    const isOurs = error instanceof AppError && error.code === code && error.message.includes(path)
    if (!isOurs) throw error
    return setAside(path)
  }
}

async function rebuildRefs(world: World): Promise<readonly string[]> {
  const runRef = await resolveCommit(world.git, runRefOf(world))
  const driven = await resolveCommit(world.git, drivenRefOf(world))
  const now = await followBranch(world)
  const publication = await publish(world)
  return [
    ...(runRef === undefined
      ? [`the run ref was made again at ${now.slice(0, 10)}, from ${world.branch}`]
      : []),
    ...(driven === undefined && runRef !== undefined ? ['the driven ref was made again'] : []),
    ...(publication.kind === 'published' ? [`${world.branch} was brought to the run ref`] : []),
    ...(world.worktree.exists() ? [] : ['the run worktree is not there; the next run makes it']),
  ]
}

async function landedByLog(world: World): Promise<ReadonlySet<string>> {
  const landed = new Set<string>()
  for (const { event_type: type, correlation_id: unit } of readSealed(await world.log())) {
    if (type === 'unit_committed') landed.add(unit)
    if (type === 'unit_undone') landed.delete(unit)
  }
  return landed
}

interface Rebuilt {
  readonly repairs: readonly string[]
  readonly differences: readonly Difference[]
  readonly mended: string | undefined
}

function answer(world: World, rebuilt: Rebuilt): CommandResult {
  const { featureId, branch } = world
  const differences = rebuilt.differences.map(({ text }) => text)
  const isMended =
    rebuilt.mended !== undefined && rebuilt.differences.every(({ edits }) => edits !== undefined)
  const isWhole = differences.length === 0 || isMended
  const repairs =
    rebuilt.mended === undefined
      ? rebuilt.repairs
      : [...rebuilt.repairs, `front matter was written as history has it, in ${rebuilt.mended.slice(0, 10)}`]
  const next = isWhole ? `loop status ${featureId}` : `loop prove ${branch}`
  const message = isWhole
    ? `${repairs.length === 0 ? 'nothing was missing' : 'rebuilt'}: commits, log and front matter of ${featureId} agree`
    : `${featureId}: front matter and history do not agree; loop rebuild on a terminal, or with --yes, writes what history has`
  const lines = [...differences, ...repairs, message, `next: ${next}`]
  return {
    command: 'rebuild',
    exitCode: isWhole ? exitCodes.ok : exitCodes.refused,
    outcome: isWhole ? (repairs.length === 0 ? 'whole' : 'rebuilt') : 'differs',
    message,
    feature: featureId,
    next,
    detail: { repairs, differences },
    text: `${lines.join('\n')}\n`,
  }
}
