import type { LogIndex } from './log-index.ts'
import type { Proof } from './prove-unit.ts'
import { booksProofOf, parseMessage } from './unit-message.ts'

/** A commit that says of itself that it keeps the books: an arm, the end of a gate, a blocked or undone unit, an acceptance. */
export interface BooksClaim {
  readonly message: string
  /** events.jsonl in its tree; undefined where there is none. */
  readonly log: LogIndex | undefined
}

/**
 * Whether a message claims to be that of a bookkeeping commit: one of two trailers is enough, so that a changed byte hides neither. A
 * message that was put together of several says each more than once.
 */
export function claimsBooks(message: string): boolean {
  const count = (name: string): number => message.match(new RegExp(`^${name}: `, 'gmu'))?.length ?? 0
  const [logs, books] = [count('Event-Log'), count('Books')]
  return logs + books > 0 && logs <= 1 && books <= 1
}

/** Holds a bookkeeping commit against its own words and against the log in its tree. Pure. */
export function proveBooks({ message, log }: BooksClaim): Proof {
  const parts = parseMessage(message)
  if (parts === undefined) return unproved('its message is not as the driver wrote it')
  const trailers = new Map(parts.trailers)
  const missing = ['Feature', 'Event-Log', 'Books'].filter((name) => (trailers.get(name) ?? '') === '')
  if (missing.length > 0) return unproved(`its message has no ${missing.join(', ')}`)
  const others = parts.trailers.filter(([name]) => name !== 'Books')
  if (trailers.get('Books') !== booksProofOf({ ...parts, trailers: others }))
    return unproved('its message was changed: Books is another one')
  if (log === undefined) return unproved('its tree has no event log')
  if (log.problem !== undefined) return unproved(log.problem)
  if (log.head !== trailers.get('Event-Log'))
    return unproved('its event log does not end with the line of Event-Log')
  return { verdict: 'proved', reason: 'books: message and log agree' }
}

function unproved(reason: string): Proof {
  return { verdict: 'unproved', reason: `books: ${reason}` }
}
