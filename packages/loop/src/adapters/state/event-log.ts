import { renameSync } from 'node:fs'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import {
  checkUnsealedEvent,
  noHash,
  readLog,
  sealEvent,
  type ChainHead,
  type UnsealedEvent,
} from '@gatecycle/event-schema'
import type { Clock, EventDraft, EventLog } from '../../ports.ts'
import { openDurableLines, readIfThere, replaceDurably } from '../system/durable-file.ts'
import { orphanOf } from './pending-log.ts'

interface EventLogOptions {
  /** The text of events.jsonl at the run ref. */
  readonly committed: string
  readonly pendingPath: string
  readonly clock: Clock
  readonly version: string
  /** Takes secrets out of every text of an event. */
  readonly redact: <Value>(value: Value) => Value
}

interface PendingLine {
  readonly line: string
  readonly event: EventDraft
}

/**
 * The one writer of the event log: redact → validate → seal → write → fsync. Lines wait outside the tree until the next commit takes them in.
 */
export function createEventLog(options: EventLogOptions): EventLog {
  const { committed, pendingPath } = options
  const pending = readPending(pendingPath, committed, readCommitted(committed))
  let { head } = pending
  const lines = [...pending.lines]
  const text = (): string => `${committed}${lines.map(({ line }) => line).join('')}`
  const file = openDurableLines(pendingPath)
  return {
    append: async (...drafts) => {
      if (drafts.length === 0) return
      const sealed = sealAll(head, drafts, options)
      file.append(sealed.lines.map(({ line }) => line).join(''))
      head = sealed.head
      lines.push(...sealed.lines)
    },
    text,
    head: () => head?.hash ?? '',
    textWith: (drafts) => {
      const more = sealAll(head, drafts, options)
      return { text: `${text()}${more.lines.map(({ line }) => line).join('')}`, head: more.head?.hash ?? '' }
    },
    hasPending: (test) => lines.some(({ event }) => test(event)),
  }
}

/** Events as lines behind a head, and the head behind them. */
function sealAll(
  head: ChainHead | undefined,
  drafts: readonly EventDraft[],
  options: EventLogOptions,
): { readonly lines: readonly PendingLine[]; readonly head: ChainHead | undefined } {
  let last = head
  const lines = drafts.map((event) => {
    const sealed = seal(last, event, options)
    last = sealed.head
    return { line: sealed.line, event }
  })
  return { lines, head: last }
}

/** Redact → validate → seal. */
function seal(
  head: ChainHead | undefined,
  draft: EventDraft,
  { clock, version, redact }: EventLogOptions,
): ReturnType<typeof sealEvent> {
  const event = {
    ...draft,
    payload: redact(draft.payload),
    timestamp: clock.now(),
    source: 'driver',
    source_version: version,
  } as UnsealedEvent
  refuseInvalid(event)
  return sealEvent(head, event)
}

function readCommitted(text: string): ChainHead | undefined {
  const { head, problem, torn } = readLog(text)
  if (problem !== undefined) throw damaged('the committed event log', problem.line, problem.message)
  if (torn !== undefined) throw damaged('the committed event log', torn.line, 'its last line has no end')
  return head
}

function damaged(what: string, line: number, problem: string): AppError {
  return new AppError('EVENT_LOG_DAMAGED', `${what} is damaged at line ${line}: ${problem}`, {
    hint: 'validate-event shows it; restore events.jsonl from an earlier commit of the branch',
    exitCode: exitCodes.damaged,
  })
}

/**
 * The lines that the committed log does not hold yet. Lines of a history that is gone are moved aside, never dropped;
 * a last line without its end was being written when the driver died, and never counted.
 */
function readPending(
  path: string,
  committed: string,
  base: ChainHead | undefined,
): { readonly head: ChainHead | undefined; readonly lines: readonly PendingLine[] } {
  const text = readIfThere(path) ?? ''
  const committedLines = committed.split('\n')
  const known = new Set(committedLines)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  const waiting = whole.filter((line) => line !== '' && !known.has(line))
  const [first] = waiting
  if (first !== undefined && !follows(first, base)) {
    renameSync(path, orphanOf(path, text))
    return { head: base, lines: [] }
  }
  const kept = waiting.map((line) => `${line}\n`).join('')
  const { head, events, problem } = readLog(`${committed}${kept}`)
  if (problem !== undefined) {
    const line = problem.line - (committedLines.length - 1)
    throw damaged(`the event log that waits for its commit (${path})`, line, problem.message)
  }
  if (kept !== text) replaceDurably(path, kept)
  const waitingEvents = waiting.length === 0 ? [] : events.slice(-waiting.length)
  return { head, lines: waitingEvents.map((event, at) => ({ line: `${waiting[at]}\n`, event })) }
}

/** Whether a line was sealed behind this head. A line that cannot be read is left to the reader of the chain. */
function follows(line: string, base: ChainHead | undefined): boolean {
  try {
    // Sealed by `append` above.
    const { seq, prev } = JSON.parse(line) as { readonly seq: number; readonly prev: string }
    return seq === (base?.seq ?? 0) + 1 && prev === (base?.hash ?? noHash)
  } catch {
    return true
  }
}

function refuseInvalid(event: UnsealedEvent): void {
  const [problem] = checkUnsealedEvent(event)
  if (problem === undefined) return
  throw new Error(
    `the driver made an invalid event ${event.event_type}: ${problem.pointer} ${problem.message}`,
  )
}
