import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { makeFolder } from '../../adapters/system/durable-file.ts'
import type { World, UnitSubject } from '../world.ts'

/** Where the prompt and the raw output of one attempt lie: in the git directory, outside every tree. */
export function attemptFolderOf(world: World, { unit }: UnitSubject, attempt: number): string {
  return makeFolder(join(world.paths.runs, world.runId, `${unit.id.replaceAll('/', '-')}-${attempt}`))
}

/** The word that marks this attempt's RESULT block and fences data in its prompt; the run mark's token makes it unguessable. */
export function nonceOf({ mark }: World, { unit }: UnitSubject, attempt: number): string {
  return createHash('sha256').update(`${mark.token}\n${unit.id}\n${attempt}`).digest('hex').slice(0, 16)
}

/** The number of attempts a unit has: its own, else the configuration's. */
export function maxAttemptsOf({ unit, plan }: UnitSubject): number {
  return plan.config.attempts === undefined
    ? unit.maxAttempts
    : Math.min(unit.maxAttempts, plan.config.attempts)
}
