import { checkEvent } from './check-event.ts'
import { createProblem, type EventProblem } from './event-problem.ts'
import type { OlderEvent, SealedEvent } from './events.ts'
import { digestOf, hashEndBytes, hashMark } from './seal-event.ts'

/** A line of a log by itself: the event, with warnings only, or what is wrong with it. */
export type ParsedLine =
  | { readonly event: SealedEvent | OlderEvent; readonly problems: readonly EventProblem[] }
  | { readonly event: undefined; readonly problems: readonly EventProblem[] }

/** Reads one line (without its newline): JSON, schema, and the hash of a sealed one. Its place in the log is not looked at. */
export function parseLogLine(line: string): ParsedLine {
  const parsed = parseJson(line)
  if ('problem' in parsed) return { event: undefined, problems: [parsed.problem] }
  const problems = [...checkEvent(parsed.value), ...checkHash(line, parsed.value)]
  if (problems.some(({ severity }) => severity === 'error')) return { event: undefined, problems }
  // checkEvent found no error, so the value is what the schemas describe
  return { event: parsed.value as SealedEvent | OlderEvent, problems }
}

/** Whether an event has a place in the chain. */
export function isSealed(event: SealedEvent | OlderEvent): event is SealedEvent {
  return 'schema' in event
}

function parseJson(line: string): { readonly value: unknown } | { readonly problem: EventProblem } {
  try {
    return { value: JSON.parse(line) }
  } catch (error) {
    return { problem: createProblem('EV109', '', `the line is not JSON: ${(error as SyntaxError).message}`) }
  }
}

function checkHash(line: string, value: unknown): readonly EventProblem[] {
  const hash = (value as Partial<SealedEvent> | null)?.hash
  if (typeof hash !== 'string') return []
  if (line.slice(-hashEndBytes) !== `${hashMark}${hash}"}`) {
    return [
      createProblem('EV309', '/hash', 'hash is not the last member of the line, without blanks around it'),
    ]
  }
  if (digestOf(line.slice(0, -hashEndBytes)) === hash) return []
  return [
    createProblem('EV301', '/hash', 'the line was changed after it was sealed: its hash is another one'),
  ]
}
