import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { describeHolder } from '../adapters/state/lock.ts'
import { readHolding, unlock as giveBack, type Holding } from '../adapters/state/unlock.ts'
import type { World } from '../effects/world.ts'
import type { CommandResult } from './command-result.ts'
import { confirm, refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'

export interface UnlockOptions extends CommonOptions {
  readonly yes: boolean
}

/** `loop unlock`: gives back the lock of a driver that cannot be seen from here, because a person knows that it is gone. */
export async function unlock(io: LoopIo, options: UnlockOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'to take a lock away')
  const world = await openChosenWorld(io, options, 'loop unlock')
  const { lock, secondLock, repositoryLock } = world.paths
  const own = [lock, secondLock].map((folder) => ({ folder, ...readHolding(folder) }))
  const shared = { folder: repositoryLock, ...readHolding(repositoryLock) }
  // A driver that is alive there works on another feature, and rightly so.
  const isTheirs = shared.kind === 'held' && shared.liveness === 'alive'
  const held = [...own, ...(isTheirs ? [] : [shared])].filter((place) => place.kind !== 'free')
  for (const place of held) refuseLiving(place, world)
  const [first] = held
  if (first === undefined)
    return answer(world, 'free', `nobody holds the lock of ${world.featureId}: nothing to do`)
  const isDead = held.every((place) => place.kind === 'held' && place.liveness === 'dead')
  if (isDead)
    return answer(world, 'free', 'its holder is dead: the next driver takes the lock over by itself')
  if (!(await confirm(io, `${describe(first)}. Is it gone for good?`, options.yes)))
    return { ...answer(world, 'declined', 'nothing was changed'), exitCode: exitCodes.refused }
  for (const { folder, number } of held) giveBack(folder, number)
  return answer(world, 'unlocked', `the lock is free. It was held by ${describe(first)}`)
}

function refuseLiving(holding: Holding, { featureId }: World): void {
  if (holding.kind !== 'held' || holding.liveness !== 'alive') return
  throw new AppError('HOLDER_ALIVE', `the holder of the lock is alive: ${describeHolder(holding.record)}`, {
    hint: `loop stop ${featureId} asks it to end`,
    exitCode: exitCodes.lockHeld,
  })
}

function describe(holding: Holding): string {
  return holding.kind === 'held' ? describeHolder(holding.record) : 'a record that cannot be read'
}

function answer(world: World, outcome: string, message: string): CommandResult {
  const next = `loop run ${world.featureId}`
  return {
    command: 'unlock',
    exitCode: exitCodes.ok,
    outcome,
    message,
    feature: world.featureId,
    next,
    text: `${message}\nnext: ${next}\n`,
  }
}
