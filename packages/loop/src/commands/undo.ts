import { exitCodes, plural } from '@gatecycle/diagnostics'
import { changedPaths } from '../adapters/objects/repository.ts'
import { readUnitCommits, type UnitCommit } from '../adapters/objects/unit-commits.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { publish } from '../effects/run/publish.ts'
import { undoUnit } from '../effects/undo-unit.ts'
import type { World } from '../effects/world.ts'
import { unitToUndo } from '../policy/undo-unit.ts'
import type { DecisionOptions } from './arm.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CommandResult } from './command-result.ts'
import { actorOf, confirm, refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { withLock } from './with-lock.ts'

export interface UndoOptions extends DecisionOptions {
  /** Id of the unit, or the part of it behind the feature's. */
  readonly unit: string
}

/** `loop undo`: takes a landed unit back in one commit, work and books. Its own commit stays in history. */
export async function undo(io: LoopIo, options: UndoOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'to undo a unit')
  const world = await openChosenWorld(io, options, 'loop undo')
  return withLock(world, async () => {
    refuseUnsettled(world)
    await bringUpToDate(world)
    const { plan, feature } = await currentPlan(world)
    const target = unitToUndo(feature, options.unit)
    if (target.kind === 'refused') return answer(world, 'refused', target.reason)
    const { unit, gate } = target
    const landed = await findCommit(world, unit.id)
    if (landed === undefined) {
      const reason = `${unit.id} has no commit of its own in this history, as after a squash merge: revert it by hand`
      return answer(world, 'refused', reason)
    }
    io.stderr(await describe(world, landed))
    if (!(await confirm(io, `undo ${unit.id}?`, options.yes)))
      return answer(world, 'declined', 'nothing was changed')
    const actor = await actorOf(world.git)
    const commit = await undoUnit(world, { plan, gate, unit, landed, actor, reason: options.reason })
    const publication = await publish(world)
    const next = gate.status === 'awaiting_review' ? `loop arm ${feature.id}` : `loop run ${feature.id}`
    const message = `${unit.id} is pending again: ${commit.slice(0, 10)} takes back ${landed.commit.slice(0, 10)}`
    const where =
      publication.kind === 'waiting' ? `${publication.reason}\n  bring it up: ${publication.command}\n` : ''
    return {
      ...answer(world, 'undone', message),
      exitCode: exitCodes.ok,
      gate: gate.number,
      next,
      text: `${message}\n${where}its work stays in history: git show ${landed.commit.slice(0, 10)}\nnext: ${next}\n`,
    }
  })
}

async function findCommit(world: World, unit: string): Promise<UnitCommit | undefined> {
  const { plan } = await currentPlan(world)
  const commits = await readUnitCommits(world.git, plan.commit, world.featureId)
  return commits.find((other) => other.unit === unit && !other.isUndone)
}

async function describe({ git }: World, { commit, subject }: UnitCommit): Promise<string> {
  const files = (await changedPaths(git, `${commit}^`, commit)).map(({ path }) => path)
  const shown = files.slice(0, 10).map((path) => `  ${path}\n`)
  const more = files.length > shown.length ? `  and ${files.length - shown.length} more\n` : ''
  return `${commit.slice(0, 10)} ${subject}: ${plural(files.length, 'file')}\n${shown.join('')}${more}`
}

function answer(world: World, outcome: string, message: string): CommandResult {
  return {
    command: 'undo',
    exitCode: exitCodes.refused,
    outcome,
    message,
    feature: world.featureId,
    text: `${message}\n`,
  }
}
