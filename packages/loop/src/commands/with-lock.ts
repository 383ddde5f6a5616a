import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { World } from '../effects/world.ts'

/** Does something as the only driver of the feature. Throws an AppError LOCK_HELD that names who is. */
export async function withLock<T>(
  world: Pick<World, 'lock' | 'featureId'>,
  work: () => Promise<T>,
): Promise<T> {
  const answer = await world.lock.acquire()
  if (!answer.ok) {
    throw new AppError('LOCK_HELD', `another driver works on ${world.featureId}: ${answer.holder}`, {
      hint: `wait for it, or ask it to end: loop stop ${world.featureId}`,
      exitCode: exitCodes.lockHeld,
    })
  }
  try {
    return await work()
  } finally {
    await world.lock.release()
  }
}
