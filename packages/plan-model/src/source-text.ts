import type { Position, Range } from '@gatecycle/diagnostics'

/** A text that can tell the line and column of an offset. */
export interface SourceText {
  readonly text: string
  readonly lineStarts: readonly number[]
}

export function createSourceText(text: string): SourceText {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { text, lineStarts }
}

/** The place of an offset (UTF-16 code units from the start), found by bisection. */
export function positionAt({ lineStarts }: SourceText, offset: number): Position {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 }
}

/** The offset of a place. */
export function offsetAt({ lineStarts, text }: SourceText, { line, column }: Position): number {
  return (lineStarts[line - 1] ?? text.length) + column - 1
}

/** The range between two offsets. */
export function rangeAt(source: SourceText, start: number, end: number): Range {
  return { start: positionAt(source, start), end: positionAt(source, end) }
}
