import type { EventCode } from './event-codes.ts'

/** One thing that is wrong with an event: data, put into words for a person by `message` and `hint`. */
export interface EventProblem {
  readonly code: EventCode
  /** A warning where older tools are known to do it. */
  readonly severity: 'error' | 'warning'
  /** Where in the event, as a JSON pointer (RFC 6901); the empty text is the whole event. */
  readonly pointer: string
  /** What is wrong, with the values; lower-case start, no full stop. */
  readonly message: string
  /** What to do now. */
  readonly hint?: string
  /** The valid value or name most like the one that was found. */
  readonly nearest?: string
}

/** An error at a place; `more` adds a hint or the nearest valid value. */
export function createProblem(
  code: EventCode,
  pointer: string,
  message: string,
  more: { readonly hint?: string; readonly nearest?: string; readonly severity?: 'warning' } = {},
): EventProblem {
  return { code, severity: 'error', pointer, message, ...more }
}
