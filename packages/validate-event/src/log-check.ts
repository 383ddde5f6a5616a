import { isAscii, isUtf8 } from 'node:buffer'
import { maxLineBytes } from '@gatecycle/event-schema'
import { endLog } from './end-log.ts'
import type { Report } from './finding.ts'
import { createKnownShapes, type KnownShapes } from './known-shapes.ts'
import type { LogRules, LogState, LogSummary } from './log-state.ts'
import { createOlderPart, type OlderPart } from './older-part.ts'
import { createLineSplitter } from './split-lines.ts'
import { takeKnown, type Run } from './take-known.ts'
import { takeLine } from './take-line.ts'

/** Checks a log that comes in pieces of any size; memory does not grow with it. */
export interface LogCheck {
  readonly feed: (chunk: Buffer) => void
  readonly end: () => LogSummary
}

const runBytes = 64 * 1024

/** What a check may go on with instead of its own. */
interface LogCheckParts {
  readonly older?: OlderPart
  readonly shapes?: KnownShapes
}

/** A check of one log; findings are reported as they are made. */
export function createLogCheck(rules: LogRules, report: Report, parts: LogCheckParts = {}): LogCheck {
  const counts = { lines: 0, events: 0, sealed: 0, hasSkipped: false }
  const state: LogState = {
    rules,
    report,
    older: parts.older ?? createOlderPart(),
    shapes: parts.shapes ?? createKnownShapes(),
    ...counts,
    chain: undefined,
    first: undefined,
  }
  const splitter = createLineSplitter(maxLineBytes, (...lines) => takeLines(state, ...lines))
  return { feed: splitter.feed, end: () => endLog(state, splitter.end()) }
}

/** In runs that fit into the cache of a processor, and so short that one byte that is not UTF-8 does not spoil many lines. */
function takeLines(state: LogState, bytes: Buffer, start: number, end: number): void {
  for (let at = start; at < end;) {
    const cut = end - at > runBytes ? bytes.lastIndexOf(10, at + runBytes) + 1 : end
    const stop = cut > at ? cut : end
    takeRun(state, bytes, at, stop)
    at = stop
  }
}

function takeRun(state: LogState, bytes: Buffer, start: number, end: number): void {
  state.older.open(bytes, start)
  const run: Run = { bytes, start, text: bytes.toString('latin1', start, end) }
  const mayBeKnown = state.rules.checkEvent === undefined && isUtf8(bytes.subarray(start, end))
  for (let at = start; at < end;) {
    const behind = mayBeKnown ? takeKnown(state, run, at) : undefined
    at = behind ?? takeNext(state, run, at)
  }
  if (state.chain === undefined) state.older.addUpTo(end)
}

/** A line that is looked at by itself; of one that is ASCII the text is there already. */
function takeNext(state: LogState, { bytes, start, text }: Run, at: number): number {
  const end = bytes.indexOf(10, at)
  const isKnownText = end > at && isAscii(bytes.subarray(at, end))
  const line = { bytes, start: at, end, text: isKnownText ? text.slice(at - start, end - start) : undefined }
  takeLine(state, line)
  return end + 1
}
