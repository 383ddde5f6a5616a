import type { EventCode, PlacedProblem } from '@gatecycle/event-schema'

/** Something that is wrong with a log, at a line of it (from 1). */
export interface Finding extends PlacedProblem {
  readonly line: number
}

/** Takes findings as they are made: not always in the order of the lines. */
export type Report = (finding: Finding) => void

/** An error at one place of a log. */
export function errorAt(
  place: { readonly line: number; readonly column: number; readonly pointer?: string },
  code: EventCode,
  message: string,
): Finding {
  return { code, severity: 'error', pointer: '', ...place, message, endColumn: place.column + 1 }
}
