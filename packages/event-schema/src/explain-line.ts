import { checkEvent } from './check-event.ts'
import { checkSeal } from './check-seal.ts'
import { createProblem, type EventProblem } from './event-problem.ts'
import { scanJson, type JsonScan } from './scan-json.ts'

/** Something that is wrong with a line, and where; columns start at 1 and count UTF-16 code units. */
export interface PlacedProblem extends EventProblem {
  readonly column: number
  readonly endColumn: number
}

/** Everything that is wrong with one line (without its newline) by itself, in the order it stands there. */
export function explainLine(line: string): readonly PlacedProblem[] {
  if (line.startsWith('\uFEFF')) {
    return [
      at(
        0,
        createProblem('EV103', '', 'the line begins with a byte order mark', { hint: 'save it without' }),
      ),
    ]
  }
  const nul = line.indexOf('\0')
  if (nul !== -1) return [at(nul, createProblem('EV105', '', 'the line holds a NUL byte'))]
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  const scan = scanJson(text)
  if (scan.error !== undefined) return [at(scan.error.offset, explainError(scan.error))]
  const value: unknown = JSON.parse(text)
  const problems = [...explainScan(scan), ...checkEvent(value), ...checkSeal(text, value)]
  const placed = withoutRepeats(problems).map((problem) => place(problem, scan))
  if (text !== line) placed.push(at(text.length, explainReturn(value)))
  return placed.toSorted((a, b) => a.column - b.column)
}

/** The place of a problem in the line it was found in. */
export function placeProblem(line: string, problem: EventProblem): PlacedProblem {
  return place(problem, scanJson(line))
}

function explainError({ kind, message }: NonNullable<JsonScan['error']>): EventProblem {
  return kind === 'too-deep'
    ? createProblem('EV108', '', message)
    : createProblem('EV109', '', `the line is not JSON: ${message}`)
}

function explainReturn(value: unknown): EventProblem {
  const isSealed = typeof value === 'object' && value !== null && 'hash' in value
  const more = {
    hint: 'write lines that end with LF alone',
    ...(isSealed ? {} : { severity: 'warning' as const }),
  }
  return createProblem('EV104', '', 'the line ends with CR LF instead of LF', more)
}

function explainScan({ duplicates, overflows }: JsonScan): EventProblem[] {
  return [
    ...duplicates.map(({ pointer, name }) => {
      return createProblem(
        'EV111',
        pointer,
        `${JSON.stringify(name)} is there twice; readers differ in which one counts`,
      )
    }),
    ...overflows.map(({ pointer, text }) => {
      const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text
      return createProblem('EV112', pointer, `${shown} is larger than a reader can hold`)
    }),
  ]
}

/** A number that cannot be held is also out of range, or no number at all: one word about it is enough. */
function withoutRepeats(problems: readonly EventProblem[]): readonly EventProblem[] {
  const overflows = new Set(problems.filter(({ code }) => code === 'EV112').map(({ pointer }) => pointer))
  return problems.filter(({ code, pointer }) => code === 'EV112' || !overflows.has(pointer))
}

function place(problem: EventProblem, { places, duplicates }: JsonScan): PlacedProblem {
  const found = places.get(problem.pointer) ?? { start: 0, end: 1 }
  const duplicate = problem.code === 'EV111' && duplicates.find(({ pointer }) => pointer === problem.pointer)
  if (duplicate) return at(duplicate.offset, problem, duplicate.name.length + 2)
  if (problem.code === 'EV202' && found.key !== undefined)
    return at(found.key, problem, found.start - found.key)
  return at(found.start, problem, problem.code === 'EV201' ? 1 : found.end - found.start)
}

function at(offset: number, problem: EventProblem, length = 1): PlacedProblem {
  return { ...problem, column: offset + 1, endColumn: offset + 1 + length }
}
