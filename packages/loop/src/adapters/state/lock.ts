import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Lock, LockAnswer } from '../../ports.ts'
import { hasCode, readIfThere } from '../system/durable-file.ts'
import { livenessOf, ownIdentity, type ProcessIdentity } from './process-identity.ts'

/** What a holder writes down about itself. */
export interface LockRecord extends ProcessIdentity {
  readonly command: string
  /** RFC 3339. */
  readonly taken: string
  readonly token: string
}

/** Where a lock is, and what its holder says about itself. */
export interface LockOptions {
  readonly folder: string
  readonly command: string
  readonly token: string
  readonly taken: string
}

/**
 * Exclusive lock as files `lock.<n>` made by link(2). The holder is the highest n; n+1 is taken only when n is released or
 * its process is provably dead; the highest is never deleted. So there is no moment between "it is stale" and "it is mine"
 * in which two can believe it, and no clock is asked.
 */
export function createLock(options: LockOptions): Lock {
  let held: number | undefined
  return {
    acquire: async () => {
      mkdirSync(options.folder, { recursive: true })
      return thinTheCrowd(options.folder, () => {
        const answer = take(options)
        if (!('holder' in answer)) held = answer.number
        return 'holder' in answer ? { ok: false, holder: answer.holder } : { ok: true }
      })
    },
    release: async () => {
      // Where its folder is gone there is nothing to give back.
      if (held !== undefined && existsSync(options.folder)) release(options.folder, held)
      held = undefined
    },
  }
}

/** Two locks taken and given back together: whoever deletes the files of one lets nobody in. */
export function createDoubleLock(first: Lock, second: Lock): Lock {
  return {
    acquire: async () => {
      const answer = await first.acquire()
      if (!answer.ok) return answer
      const other = await second.acquire()
      if (!other.ok) await first.release()
      return other
    },
    release: async () => {
      await second.release()
      await first.release()
    },
  }
}

/** Who holds the lock now, or undefined when nobody does. */
export function readLockHolder(folder: string): LockRecord | undefined {
  if (!existsSync(folder)) return undefined
  const highest = highestOf(folder)
  if (highest === 0 || isReleased(folder, highest)) return undefined
  const record = readRecord(folder, highest)
  return record !== undefined && livenessOf(record) !== 'dead' ? record : undefined
}

/** One line about a holder, for the one who came second. */
export function describeHolder(record: LockRecord): string {
  return `pid ${record.pid} on ${record.host}, "${record.command}", since ${record.taken}`
}

type Taken = { readonly number: number } | { readonly holder: string }

function take(options: LockOptions): Taken {
  const { folder } = options
  for (let round = 0; round < 100; round += 1) {
    const highest = highestOf(folder)
    const holder = holderInTheWay(folder, highest)
    if (holder !== undefined) return { holder }
    const number = highest + 1
    if (!linkRecord(options, number)) continue
    if (highestOf(folder) === number) {
      sweepBelow(folder, number)
      return { number }
    }
    // Somebody who looked earlier linked a higher one meanwhile: step back, they decide.
    release(folder, number)
  }
  return { holder: 'others who are all trying to take it; try again' }
}

function holderInTheWay(folder: string, highest: number): string | undefined {
  if (highest === 0 || isReleased(folder, highest)) return undefined
  const record = readRecord(folder, highest)
  if (record === undefined) return `an unreadable record in ${join(folder, `lock.${highest}`)}`
  const liveness = livenessOf(record)
  if (liveness === 'dead') return undefined
  const doubt = liveness === 'undecidable' ? ' (another host or container: cannot be seen from here)' : ''
  return `${describeHolder(record)}${doubt}`
}

/** link(2) makes the finished record appear under its name, or fails because the name is taken. */
function linkRecord({ folder, command, token, taken }: LockOptions, number: number): boolean {
  const temporary = join(folder, `new.${token}`)
  const record: LockRecord = { ...ownIdentity(), command, taken, token }
  writeFileSync(temporary, `${JSON.stringify(record)}\n`)
  try {
    linkSync(temporary, join(folder, `lock.${number}`))
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Says that a number is given back; the file itself stays, so that no number is used twice. */
export function release(folder: string, number: number): void {
  writeFileSync(join(folder, `lock.${number}.released`), '')
}

/** Whether the holder of a number has given it back. */
export function isReleased(folder: string, number: number): boolean {
  return readIfThere(join(folder, `lock.${number}.released`)) !== undefined
}

/** The highest number, whose holder has the lock; 0 where nobody ever took it. */
export function highestOf(folder: string): number {
  return Math.max(0, ...numbersIn(folder))
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = /^lock\.(?<number>\d+)$/u.exec(name)?.groups?.['number']
    return number === undefined ? [] : [Number(number)]
  })
}

function sweepBelow(folder: string, number: number): void {
  for (const old of numbersIn(folder).filter((other) => other < number)) {
    rmSync(join(folder, `lock.${old}`), { force: true })
    rmSync(join(folder, `lock.${old}.released`), { force: true })
  }
}

/** What the holder of a number wrote about itself; undefined where that cannot be read. */
export function readRecord(folder: string, number: number): LockRecord | undefined {
  try {
    // Only drivers write here; a record that is not one is treated like an unreadable one.
    const record = JSON.parse(readIfThere(join(folder, `lock.${number}`)) ?? '') as LockRecord
    return typeof record.pid === 'number' && typeof record.token === 'string' ? record : undefined
  } catch {
    return undefined
  }
}

/** proper-lockfile lets the contenders in one by one where it can. Whether it does or not, the decision inside is safe. */
async function thinTheCrowd(folder: string, decide: () => LockAnswer): Promise<LockAnswer> {
  const { default: lockfile } = await import('proper-lockfile')
  const lockfilePath = join(folder, 'crowd')
  let leave: (() => Promise<void>) | undefined
  for (let tries = 0; tries < 5 && leave === undefined; tries += 1) {
    try {
      leave = await lockfile.lock(folder, {
        lockfilePath,
        realpath: false,
        stale: 5000,
        onCompromised: () => undefined,
      })
    } catch {
      await pause(20)
    }
  }
  try {
    return decide()
  } finally {
    await leave?.().catch(() => undefined)
  }
}
