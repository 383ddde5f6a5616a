import { createProblem, type EventProblem } from './event-problem.ts'
import type { SealedEvent } from './events.ts'
import { noHash, type ChainHead } from './seal-event.ts'

/** Whether an event follows from the line before it: the next `seq`, and its `hash` as `prev`. */
export function checkLink(before: ChainHead | undefined, event: SealedEvent): EventProblem | undefined {
  const expected = (before?.seq ?? 0) + 1
  if (event.seq > expected) {
    return createProblem(
      'EV302',
      '/seq',
      `seq is ${event.seq}, ${expected} wanted: a line is missing before this one`,
    )
  }
  if (event.seq < expected) {
    return createProblem(
      'EV303',
      '/seq',
      `seq is ${event.seq}, ${expected} wanted: this place is taken already`,
    )
  }
  if (event.prev === (before?.hash ?? noHash)) return undefined
  return createProblem('EV305', '/prev', 'prev is not the hash of the line before')
}
