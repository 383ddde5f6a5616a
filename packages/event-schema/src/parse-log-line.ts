import { checkEvent } from './check-event.ts'
import { checkSeal } from './check-seal.ts'
import { countMembers, countNames } from './count-members.ts'
import type { OlderEvent, SealedEvent } from './events.ts'
import { explainLine, type PlacedProblem } from './explain-line.ts'

/** A line of a log by itself: the event, with warnings only, or what is wrong with it. */
export type ParsedLine =
  | { readonly event: SealedEvent | OlderEvent; readonly problems: readonly PlacedProblem[] }
  | { readonly event: undefined; readonly problems: readonly PlacedProblem[] }

const nothing: readonly PlacedProblem[] = []

/** Reads one line (without its newline): JSON, schema, and the hash of a sealed one. Its place in the log is not looked at. */
export function parseLogLine(line: string): ParsedLine {
  const value = parseValid(line)
  // parseValid found nothing wrong, so the value is what the schemas describe
  if (value !== undefined) return { event: value as SealedEvent | OlderEvent, problems: nothing }
  const problems = explainLine(line)
  if (problems.some(({ severity }) => severity === 'error')) return { event: undefined, problems }
  // the same, but for warnings
  return { event: JSON.parse(line) as OlderEvent, problems }
}

/** Whether an event has a place in the chain. */
export function isSealed(event: SealedEvent | OlderEvent): event is SealedEvent {
  return 'schema' in event
}

/** The value of a line in which nothing is wrong; undefined where somebody has to look closer. */
function parseValid(line: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  const isValid = checkEvent(value).length === 0 && checkSeal(line, value).length === 0
  return isValid && !line.endsWith('\r') && countNames(line) === countMembers(value) ? value : undefined
}
