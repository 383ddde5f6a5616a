import { createProblem, type EventProblem } from './event-problem.ts'
import { digestOf, hashEndBytes, hashMark } from './seal-event.ts'

const nothing: readonly EventProblem[] = []

/** Whether the hash of a sealed line is the last member of it, and that of the bytes before it. */
export function checkSeal(line: string, value: unknown): readonly EventProblem[] {
  const hash: unknown =
    typeof value === 'object' && value !== null && 'hash' in value ? value.hash : undefined
  if (typeof hash !== 'string') return nothing
  if (!endsWithHash(line, hash)) {
    return [
      createProblem('EV309', '/hash', 'hash is not the last member of the line, written without blanks'),
    ]
  }
  if (digestOf(line.slice(0, -hashEndBytes)) === hash) return nothing
  return [
    createProblem('EV301', '/hash', 'the line was changed after it was sealed: its hash is another one'),
  ]
}

/** Whether a line ends with its hash in the one form that is sealed. */
export function endsWithHash(line: string, hash: string): boolean {
  return line.endsWith(`${hash}"}`) && line.startsWith(hashMark, line.length - hashEndBytes)
}
