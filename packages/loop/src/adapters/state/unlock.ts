import { existsSync } from 'node:fs'
import { highestOf, isReleased, readRecord, release, type LockRecord } from './lock.ts'
import { livenessOf, type Liveness } from './process-identity.ts'

/** Who has the lock of a folder, as far as it can be seen from here. */
export type Holding =
  | { readonly kind: 'free' }
  | { readonly kind: 'unreadable'; readonly number: number }
  | {
      readonly kind: 'held'
      readonly number: number
      readonly record: LockRecord
      readonly liveness: Liveness
    }

/** Looks, and changes nothing. */
export function readHolding(folder: string): Holding {
  const number = existsSync(folder) ? highestOf(folder) : 0
  if (number === 0 || isReleased(folder, number)) return { kind: 'free' }
  const record = readRecord(folder, number)
  return record === undefined
    ? { kind: 'unreadable', number }
    : { kind: 'held', number, record, liveness: livenessOf(record) }
}

/** Gives back exactly this number for its holder: who took a higher one meanwhile keeps it. */
export function unlock(folder: string, number: number): void {
  release(folder, number)
}

/** Sends a signal to a holder that is alive here; false, and nothing is sent, where it is not. */
export function signalHolder(record: LockRecord, signal: NodeJS.Signals): boolean {
  if (livenessOf(record) !== 'alive') return false
  try {
    process.kill(record.pid, signal)
    return true
  } catch {
    return false
  }
}
