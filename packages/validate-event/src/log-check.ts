import { isAscii } from 'node:buffer'
import { maxLineBytes } from '@gatecycle/event-schema'
import { endLog } from './end-log.ts'
import type { Report } from './finding.ts'
import type { LogRules, LogState, LogSummary } from './log-state.ts'
import { createOlderPart, type OlderPart } from './older-part.ts'
import { createLineSplitter } from './split-lines.ts'
import { takeLine } from './take-line.ts'

/** Checks a log that comes in pieces of any size; memory does not grow with it. */
export interface LogCheck {
  readonly feed: (chunk: Buffer) => void
  readonly end: () => LogSummary
}

const runBytes = 8 * 1024

/** A check of one log; findings are reported as they are made. */
export function createLogCheck(
  rules: LogRules,
  report: Report,
  older: OlderPart = createOlderPart(),
): LogCheck {
  const counts = { lines: 0, events: 0, sealed: 0, hasSkipped: false }
  const state: LogState = {
    rules,
    report,
    older,
    ...counts,
    chain: undefined,
    first: undefined,
  }
  const splitter = createLineSplitter(maxLineBytes, (...lines) => takeLines(state, ...lines))
  return { feed: splitter.feed, end: () => endLog(state, splitter.end()) }
}

/** Lines that are ASCII are read as such, which is twice as fast: in short runs, so that one letter does not spoil many. */
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
  const text = isAscii(bytes.subarray(start, end)) ? bytes.toString('latin1', start, end) : undefined
  for (let at = start; at < end;) {
    const stop = text === undefined ? bytes.indexOf(10, at) : text.indexOf('\n', at - start) + start
    takeLine(state, { bytes, start: at, end: stop, text: text?.slice(at - start, stop - start) })
    at = stop + 1
  }
  if (state.chain === undefined) state.older.addUpTo(end)
}
