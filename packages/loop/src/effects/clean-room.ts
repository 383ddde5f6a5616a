import type { VerificationEntry } from '@gatecycle/plan-model'
import { closeCleanRoom, openCleanRoom } from '../adapters/worktree/clean-room.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import type { RunWorktree } from '../adapters/worktree/run-worktree.ts'
import type { CommandResult } from '../policy/command-result.ts'
import { oracleSettingsOf } from '../policy/oracle-settings.ts'
import { worktreeNeedsOf } from '../policy/worktree-needs.ts'
import { runEntry } from './run-entry.ts'
import type { World } from './world.ts'

/** Where commands run on a tree: in the run worktree, or in a room that was made for them. */
export interface Room {
  readonly worktree: RunWorktree
  /** What kept the room from being made ready: an answer about the tree like any other. Undefined when a signal came. */
  readonly setUp: readonly CommandResult[] | undefined
}

interface RoomOrder {
  readonly base: string
  readonly tree: string
  readonly plan: LoadedPlan
}

/** Does work in the place that verification.yml asks for; a room of its own is gone afterwards, whatever came of it. */
export async function inRoom<T>(
  { base, tree, plan }: RoomOrder,
  world: World,
  work: (room: Room) => Promise<T>,
): Promise<T> {
  const { git: repository, env, paths, worktree } = world
  // Built-in checks read the run worktree, whatever room the commands have.
  if ((await worktree.glance(tree)) !== tree) await worktree.putTo(base, tree)
  if (!oracleSettingsOf(plan.settings).cleanRoom) return work({ worktree, setUp: [] })
  const path = `${paths.worktree}.clean`
  const room = await openCleanRoom({ path, repository, env, base, tree })
  try {
    const setUp = await makeReady(room, plan, world)
    await room.putTo(base, tree)
    return await work({ worktree: room, setUp })
  } finally {
    await closeCleanRoom(path, repository)
  }
}

/** Runs `setup` up to the first command that does not pass, which is given back. */
async function makeReady(
  room: RunWorktree,
  plan: LoadedPlan,
  world: World,
): Promise<readonly CommandResult[] | undefined> {
  for (const entry of worktreeNeedsOf(plan.settings).setup) {
    const result = await runSetupEntry(entry, room.path, plan, world)
    if (result.interrupted) return undefined
    if (result.answer !== 'passed') return [result]
  }
  return []
}

async function runSetupEntry(
  entry: VerificationEntry,
  directory: string,
  plan: LoadedPlan,
  world: World,
): Promise<CommandResult> {
  world.report(`setup of a clean room: ${entry.name}`)
  const result = await runEntry({ set: 'setup', entry, directory }, plan.config, world)
  return { ...result, output: world.redact(result.output) }
}
