import { commandOf, sayAnswer, type CommandResult } from './command-result.ts'
import { isHarmless } from './judge-answers.ts'
import type { FailingTest } from './test-readers/test-reading.ts'
import { trimText } from './trim-text.ts'

const characters = 8000
const lines = 200

/**
 * What the next attempt is told about commands that did not pass. Each gets its share of the room, and in it the failing tests with
 * their messages come first: a long output pushes no verdict out.
 */
export function describeFailures(results: readonly CommandResult[]): {
  readonly summary: string
  readonly evidence: string
} {
  const failed = results.filter((result) => !isHarmless(result))
  const share = Math.max(1, failed.length)
  const evidence = failed.map((result) =>
    describe(result, Math.floor(characters / share), Math.floor(lines / share)),
  )
  return {
    summary: failed.map((result) => `${result.set}/${result.name} ${sayAnswer(result)}`).join('; '),
    evidence: trimText(evidence.join('\n\n'), characters, lines),
  }
}

function describe(result: CommandResult, room: number, roomLines: number): string {
  const command = trimText(commandOf(result), Math.floor(room / 4), 3)
  const frame = `$ ${command}\n\n(${sayAnswer(result)})`.length + 2
  const failing = listFailing(result.tests?.failing ?? [], Math.floor(room / 2), Math.floor(roomLines / 2))
  const left = Math.max(0, room - frame - failing.length)
  const leftLines = Math.max(3, roomLines - failing.split('\n').length - 4)
  return `$ ${command}\n${failing}${trimText(result.output, left, leftLines)}\n(${sayAnswer(result)})`
}

function listFailing(failing: readonly FailingTest[], room: number, roomLines: number): string {
  if (failing.length === 0) return ''
  const each = Math.max(2, Math.floor(roomLines / failing.length) - 1)
  const told = failing.map(({ id, message }) =>
    [`- ${id}`, ...indent(trimText(message, 600, each))].join('\n'),
  )
  return `failing tests (${failing.length}):\n${trimText(told.join('\n'), room, roomLines)}\n\noutput:\n`
}

function indent(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n').map((line) => `    ${line}`)
}
