import { createProblem, type EventProblem } from './event-problem.ts'
import type { OlderEvent, SealedEvent } from './events.ts'
import { checkLink } from './check-link.ts'
import { isSealed, parseLogLine } from './parse-log-line.ts'
import { digestOf, maxLineBytes, type ChainHead } from './seal-event.ts'

/** What is wrong with a line of a log. */
export interface LogProblem extends EventProblem {
  /** From 1. */
  readonly line: number
}

/** A log as far as it is valid. */
export interface LogReading {
  /** The sealed events of the valid part, in order. */
  readonly events: readonly SealedEvent[]
  /** Events of older tools that stand before the first sealed one. */
  readonly older: readonly OlderEvent[]
  /** What the next event is sealed with; undefined where nothing stands in the valid part. */
  readonly head: ChainHead | undefined
  /** Length of the valid part in bytes: the place to append at, or to cut a torn line off. */
  readonly validBytes: number
  /** A last line that does not end: a writer was interrupted, it never counted. */
  readonly torn?: { readonly line: number; readonly text: string }
  /** What is wrong with the first line after the valid part, unless that is only torn. The log is to be refused. */
  readonly problem?: LogProblem
}

interface ValidPart {
  readonly events: SealedEvent[]
  readonly older: OlderEvent[]
  head: ChainHead | undefined
  validBytes: number
}

/**
 * The longest valid prefix of a log: every line is valid by itself and follows from the one before. A torn last line is
 * left out and told; anything else after the valid part is a `problem`. A line counts when its newline is there.
 */
export function readLog(log: string | Uint8Array): LogReading {
  const bytes =
    typeof log === 'string' ? Buffer.from(log) : Buffer.from(log.buffer, log.byteOffset, log.byteLength)
  return readOn({ events: [], older: [], head: undefined, validBytes: 0 }, bytes, 1)
}

/** Reads a log again and again while it grows: lines that it has read, and found in order, are not read a second time. */
export function createLogReader(): (log: string) => LogReading {
  let before = ''
  let reading: LogReading | undefined
  return (log) => {
    const known = reading !== undefined && log.startsWith(before) ? reading : undefined
    const isWhole = known?.torn === undefined && known?.problem === undefined
    if (known === undefined || !isWhole) reading = readLog(log)
    else if (log.length > before.length) reading = readMore(known, log, before)
    before = log
    return reading ?? readLog(log)
  }
}

function readMore({ events, older, head, validBytes }: LogReading, log: string, before: string): LogReading {
  const part = {
    events: [...events],
    older: [...older],
    head: head?.seq === 0 ? undefined : head,
    validBytes,
  }
  return readOn(part, Buffer.from(log), before.split('\n').length)
}

function readOn(part: ValidPart, bytes: Buffer, firstLine: number): LogReading {
  for (let line = firstLine; part.validBytes < bytes.length; line += 1) {
    const end = bytes.indexOf(10, part.validBytes)
    if (end === -1) {
      return { ...close(part, bytes), torn: { line, text: bytes.toString('utf8', part.validBytes) } }
    }
    const problem = take(part, bytes, end)
    if (problem !== undefined) return { ...close(part, bytes), problem: { ...problem, line } }
    part.validBytes = end + 1
  }
  return close(part, bytes)
}

function close(part: ValidPart, bytes: Buffer): LogReading {
  return { ...part, head: part.head ?? headOfOlder(bytes.subarray(0, part.validBytes)) }
}

/** The seal of lines that have none themselves: the first sealed line after them carries their digest as `prev`. */
function headOfOlder(bytes: Uint8Array): ChainHead | undefined {
  return bytes.length === 0 ? undefined : { seq: 0, hash: digestOf(bytes) }
}

/** Adds the next line to the valid part, or says why it does not belong there. */
function take(part: ValidPart, bytes: Buffer, end: number): EventProblem | undefined {
  const line = bytes.subarray(part.validBytes, end)
  if (line.length === 0)
    return part.head && createProblem('EV307', '', 'an empty line stands in a sealed log')
  const text = decode(line)
  if (typeof text !== 'string') return text
  const { event, problems } = parseLogLine(text)
  if (event === undefined) return problems.find(({ severity }) => severity === 'error')
  if (!isSealed(event)) {
    if (part.head === undefined) part.older.push(event)
    return part.head && createProblem('EV306', '', 'a line without seal stands after a sealed one')
  }
  const broken = checkLink(part.head ?? headOfOlder(bytes.subarray(0, part.validBytes)), event)
  if (broken !== undefined) return broken
  part.events.push(event)
  part.head = { seq: event.seq, hash: event.hash }
  return undefined
}

function decode(line: Uint8Array): string | EventProblem {
  if (line.length > maxLineBytes) {
    return createProblem(
      'EV107',
      '',
      `the line has ${line.length} bytes, at most ${maxLineBytes} are allowed`,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
  } catch {
    return createProblem('EV106', '', 'the line is not UTF-8')
  }
}
