import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import {
  checkUnsealedEvent,
  readLog,
  sealEvent,
  type ChainHead,
  type UnsealedEvent,
} from '@gatecycle/event-schema'
import type { Clock, EventDraft, EventLog } from '../ports.ts'
import { appendDurably, readIfThere, replaceDurably } from './durable-file.ts'

interface EventLogOptions {
  /** The text of events.jsonl at the run ref. */
  readonly committed: string
  readonly pendingPath: string
  readonly clock: Clock
  readonly version: string
}

interface PendingLine {
  readonly line: string
  readonly event: EventDraft
}

/**
 * The one writer of the event log: validate → seal → write → fsync. Lines wait outside the tree until the next commit takes them in.
 */
export function createEventLog({ committed, pendingPath, clock, version }: EventLogOptions): EventLog {
  const base = readCommitted(committed)
  const pending = readPending(pendingPath, base)
  let { head } = pending
  const lines = [...pending.lines]
  return {
    append: async (draft) => {
      const event = {
        ...draft,
        timestamp: clock.now(),
        source: 'driver',
        source_version: version,
      } as UnsealedEvent
      refuseInvalid(event)
      const sealed = sealEvent(head, event)
      mkdirSync(dirname(pendingPath), { recursive: true })
      appendDurably(pendingPath, sealed.line)
      head = sealed.head
      lines.push({ line: sealed.line, event: draft })
    },
    text: () => `${committed}${lines.map(({ line }) => line).join('')}`,
    head: () => head?.hash ?? '',
    hasPending: (test) => lines.some(({ event }) => test(event)),
  }
}

function readCommitted(text: string): ChainHead | undefined {
  const { head, problem, torn } = readLog(text)
  const what = problem?.message ?? (torn === undefined ? undefined : 'its last line has no end')
  if (what === undefined) return head
  throw new AppError(
    'EVENT_LOG_DAMAGED',
    `the committed event log is damaged at line ${problem?.line ?? torn?.line}: ${what}`,
    {
      hint: 'validate-event shows it; restore events.jsonl from an earlier commit of the branch',
      exitCode: exitCodes.damaged,
    },
  )
}

/** The lines that the committed log does not hold yet. Lines of a history that is gone are moved aside, never dropped. */
function readPending(
  path: string,
  base: ChainHead | undefined,
): { readonly head: ChainHead | undefined; readonly lines: readonly PendingLine[] } {
  const text = readIfThere(path) ?? ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const all = whole
    .split('\n')
    .filter((line) => line !== '')
    .map(parsePending)
  const waiting = all.filter(({ seq }) => seq > (base?.seq ?? 0))
  const [first] = waiting
  if (first !== undefined && !follows(first, base)) {
    renameSync(path, `${path}.orphan-${first.seq}-${Date.now()}`)
    return { head: base, lines: [] }
  }
  const kept = waiting.map(({ line }) => `${line}\n`).join('')
  if (kept !== text) replaceDurably(path, kept)
  const last = waiting.at(-1)
  return {
    head: last === undefined ? base : { seq: last.seq, hash: last.hash },
    lines: waiting.map(({ line, event }) => ({ line: `${line}\n`, event })),
  }
}

interface ParsedPending {
  readonly seq: number
  readonly prev: string
  readonly hash: string
  readonly line: string
  readonly event: EventDraft
}

function parsePending(line: string): ParsedPending {
  // Sealed by `append` above; the chain is checked again by everyone who reads the committed log.
  const event = JSON.parse(line) as EventDraft & Pick<ParsedPending, 'seq' | 'prev' | 'hash'>
  return { seq: event.seq, prev: event.prev, hash: event.hash, line, event }
}

function follows(first: ParsedPending, base: ChainHead | undefined): boolean {
  if (base === undefined) return first.seq === 1
  return first.seq === base.seq + 1 && first.prev === base.hash
}

function refuseInvalid(event: UnsealedEvent): void {
  const [problem] = checkUnsealedEvent(event)
  if (problem === undefined) return
  throw new Error(
    `the driver made an invalid event ${event.event_type}: ${problem.pointer} ${problem.message}`,
  )
}
