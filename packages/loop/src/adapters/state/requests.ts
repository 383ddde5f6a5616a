import { setTimeout as pause } from 'node:timers/promises'
import type { Requests } from '../../ports.ts'
import { readIfThere, removeDurably, replaceDurably } from '../system/durable-file.ts'

type Kind = 'stop' | 'pause'

interface RequestRecord {
  readonly kind: Kind
  /** The token in the lock record of the driver that is meant. */
  readonly token: string
}

/** How long a paused driver sleeps between two looks, in milliseconds. */
const everyMs = 200

/** The requests for the driver with this token. */
export function createRequests(path: string, token: string): Requests {
  return {
    read: () => readRequest(path, token),
    clear: () => removeDurably(path),
    changed: async (signal) => {
      await pause(everyMs, undefined, { signal }).catch(() => undefined)
    },
  }
}

/** What is asked of the driver with this token; a request for another one is nothing. */
export function readRequest(path: string, token: string): Kind | undefined {
  try {
    // Written below; what cannot be read asks for nothing.
    const record = JSON.parse(readIfThere(path) ?? '{}') as Partial<RequestRecord>
    return record.token === token ? record.kind : undefined
  } catch {
    return undefined
  }
}

/** Asks something of the driver that holds the lock with this token. */
export function writeRequest(path: string, request: RequestRecord): void {
  replaceDurably(path, `${JSON.stringify(request)}\n`)
}

/** Takes a request back. */
export function removeRequest(path: string): void {
  removeDurably(path)
}
