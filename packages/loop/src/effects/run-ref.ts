import { swapRefs } from '../adapters/objects/repository.ts'
import { drivenRefOf, runRefOf, type World } from './world.ts'

/**
 * Moves the run ref, and with it the note of where the driver left it, in one transaction. False when the run ref was not where
 * we thought. Only the driver moves both: a run ref that stands elsewhere was moved by a person. `head` is a HEAD that
 * goes with it.
 */
export async function swapRunRef(
  world: Pick<World, 'git' | 'featureId'>,
  to: string,
  from: string | undefined,
  head?: string,
): Promise<boolean> {
  return swapRefs(world.git, [
    { ref: runRefOf(world), to, from },
    { ref: drivenRefOf(world), to },
    ...(head === undefined ? [] : [{ ref: head, to, isDetached: true }]),
  ])
}
