import type { LogIndex } from './log-index.ts'
import { parseMessage, proofOf, type MessageParts } from './unit-message.ts'

export type Verdict = 'proved' | 'carried' | 'unproved'

/** What a proof came to, and why. */
export interface Proof {
  readonly verdict: Verdict
  readonly reason: string
}

/** A commit that says of itself that it landed a unit. */
export interface UnitClaim {
  readonly tree: string
  /** Undefined where the message is not UTF-8. */
  readonly message: string | undefined
  /** events.jsonl in its tree; undefined where there is none. */
  readonly log: LogIndex | undefined
  /** Whether the log at the end of the range holds a line with this hash. */
  readonly isReached: (hash: string) => boolean
  /** The digest of what the commit changes; asked for only where its tree is not the verified one. */
  readonly change: () => Promise<string | undefined>
}

/** The trailers that no unit's commit is without. */
const needed = [
  'Feature',
  'Gate',
  'Attempt',
  'Arm',
  'Plan-Digest',
  'Verified',
  'Verified-Tree',
  'Verification-Digest',
  'Event-Log',
  'Proof',
] as const

/** Whether a message claims to be that of a unit's commit: one of the trailers that no other commit has is enough. */
export function claimsUnit(message: string): boolean {
  return /^(?:Verified-Tree|Verification-Digest|Proof): /mu.test(message)
}

/** Holds a unit's commit against its own words and against the log in its tree. */
export async function proveUnit({ tree, message, log, isReached, change }: UnitClaim): Promise<Proof> {
  const parts = message === undefined ? undefined : parseMessage(message)
  if (parts === undefined) return unproved('its message is not as the driver wrote it')
  const trailers = new Map(parts.trailers)
  const missing = needed.filter((name) => (trailers.get(name) ?? '') === '')
  if (missing.length > 0) return unproved(`its message has no ${missing.join(', ')}`)
  const verified = trailers.get('Verified-Tree') ?? ''
  if (trailers.get('Proof') !== recompute(parts, verified))
    return unproved('its message was changed: Proof is another one')
  const isThere = tree === verified
  const wrong = checkLog(trailers, log)
  if (wrong !== undefined) return unproved(wrong)
  if (!isReached(trailers.get('Event-Log') ?? ''))
    return unproved('the event log at the end of the range does not hold the line of Event-Log')
  if (isThere) return { verdict: 'proved', reason: 'tree, message, log and arm agree' }
  const recorded = trailers.get('Change-Digest')
  if (recorded === undefined) return unproved('its tree is not the verified one')
  if ((await change()) === recorded)
    return { verdict: 'carried', reason: 'on another base, it changes exactly what was verified' }
  return unproved('its tree is not the verified one, and it changes something else')
}

function recompute({ subject, body, trailers }: MessageParts, tree: string): string {
  return proofOf({ tree, subject, body, trailers: trailers.filter(([name]) => name !== 'Proof') })
}

/** The log in the commit's tree ends with the line that the message names, and holds the arm. */
function checkLog(trailers: ReadonlyMap<string, string>, log: LogIndex | undefined): string | undefined {
  if (log === undefined) return 'its tree has no event log'
  if (log.problem !== undefined) return `its event log is damaged: ${log.problem}`
  if (log.head !== trailers.get('Event-Log')) return 'its event log does not end with the line of Event-Log'
  const arm = log.events.findLast(
    (event) => event.event_type === 'gate_armed' && event.payload.arm_id === trailers.get('Arm'),
  )
  if (arm?.event_type !== 'gate_armed') return `its event log has no arm ${trailers.get('Arm') ?? ''}`
  const covers =
    arm.payload.digest === trailers.get('Plan-Digest') && String(arm.payload.gate) === trailers.get('Gate')
  return covers ? undefined : 'the arm in its event log was given for other content'
}

function unproved(reason: string): Proof {
  return { verdict: 'unproved', reason }
}
