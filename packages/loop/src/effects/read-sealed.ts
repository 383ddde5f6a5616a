import { readLog, type SealedEvent } from '@gatecycle/event-schema'
import type { EventLog } from '../ports.ts'

/** The sealed events of a log, committed and waiting ones alike. */
export function readSealed(log: EventLog): readonly SealedEvent[] {
  return readLog(log.text()).events
}
