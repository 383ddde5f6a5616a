import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { setAside } from '../adapters/set-aside.ts'
import { resolveCommit } from '../adapters/repository.ts'
import { readUnitCommits } from '../adapters/unit-commits.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { readSealed } from '../effects/read-sealed.ts'
import { rebuildLandings } from '../effects/rebuild-log.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import { drivenRefOf, runRefOf, type World } from '../effects/world.ts'
import { compareBooks } from '../policy/compare-books.ts'
import type { CommandResult } from './command-result.ts'
import { refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'
import { withLock } from './with-lock.ts'

/**
 * `loop rebuild`: makes again what lies outside the commits (refs, waiting log lines, journal), and holds the front matter of
 * the units against commits and log. Takes nothing away: what cannot be read is moved aside.
 */
export async function rebuild(io: LoopIo, options: CommonOptions): Promise<CommandResult> {
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
    const byCommit = new Set(commits.filter(({ isUndone }) => !isUndone).map(({ unit }) => unit))
    const differences = compareBooks(feature, { byCommit, byLog: await landedByLog(world) })
    return answer(world, repairs, differences)
  })
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

function answer(world: World, repairs: readonly string[], differences: readonly string[]): CommandResult {
  const isWhole = differences.length === 0
  const next = isWhole ? `loop status ${world.featureId}` : `loop prove ${world.branch}`
  const message = isWhole
    ? `${repairs.length === 0 ? 'nothing was missing' : 'rebuilt'}: commits, log and front matter of ${world.featureId} agree`
    : `${world.featureId}: front matter and history do not agree`
  const lines = [...repairs, ...differences, message, `next: ${next}`]
  return {
    command: 'rebuild',
    exitCode: isWhole ? exitCodes.ok : exitCodes.refused,
    outcome: isWhole ? (repairs.length === 0 ? 'whole' : 'rebuilt') : 'differs',
    message,
    feature: world.featureId,
    next,
    detail: { repairs, differences },
    text: `${lines.join('\n')}\n`,
  }
}
