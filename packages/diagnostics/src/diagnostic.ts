/** A place in a text file; both numbers start at 1, columns count UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** From `start` up to, and not including, `end`. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

export type Severity = 'error' | 'warning' | 'information'

/** Another place that explains a finding, such as the first of two duplicates. */
export interface RelatedPlace {
  readonly file: string
  readonly range: Range
  readonly message: string
}

/** One thing that is wrong in a user's file: data, put into words by a renderer only. */
export interface Diagnostic {
  readonly code: string
  readonly name: string
  readonly severity: Severity
  /** What is wrong here, with the values; lower-case start, no full stop. */
  readonly message: string
  /** What to do now. */
  readonly hint?: string
  /** The path as it is shown: relative where possible, forward slashes. */
  readonly file: string
  readonly range: Range
  readonly related?: readonly RelatedPlace[]
}

/** The first character of a file: where a finding about a whole file points. */
export const startOfFile: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
