import type { EventCode, PlacedProblem } from '@gatecycle/event-schema'

/** Something that is wrong with a log, at a line of it (from 1). */
export interface Finding extends PlacedProblem {
  readonly line: number
}

/** Takes findings as they are made: not always in the order of the lines. */
export type Report = (finding: Finding) => void

/** An error at one place of a log. */
export function errorAt(
  line: number,
  column: number,
  code: EventCode,
  message: string,
  pointer = '',
): Finding {
  return { code, severity: 'error', pointer, message, line, column, endColumn: column + 1 }
}
