import { isAscii } from 'node:buffer'
import {
  maxLineBytes,
  placeProblem,
  type ChainHead,
  type EventCode,
  type EventProblem,
} from '@gatecycle/event-schema'
import { createChainCheck, linkOf, type ChainCheck, type Link } from './check-chain.ts'
import { checkLine, type CheckedLine, type LineBytes } from './check-line.ts'
import { errorAt, type Report } from './finding.ts'
import { createOlderPart, type OlderPart } from './older-part.ts'
import { createLineSplitter } from './split-lines.ts'

/** What is asked of a log besides valid lines. */
export interface LogRules {
  /** Every line is sealed. */
  readonly isChained: boolean
  /** The hash of the last line. */
  readonly head: string | undefined
  readonly mayBeEmpty: boolean
  /** Where the check begins: elsewhere than at the beginning the first sealed line is believed. */
  readonly from: 'beginning' | 'anywhere'
  /** Further checks of an event: payload schemas of other tools, rules over several events. */
  readonly checkValue: ((value: object, text: string) => readonly EventProblem[]) | undefined
}

/** What was seen of a log. */
export interface LogSummary {
  readonly events: number
  readonly sealed: number
  /** The first sealed line. */
  readonly first: Link | undefined
  /** Where the log ends; undefined when no line is sealed. */
  readonly head: ChainHead | undefined
}

/** Checks a log that comes in pieces of any size; memory does not grow with it. */
export interface LogCheck {
  readonly feed: (chunk: Buffer) => void
  readonly end: () => LogSummary
}

interface LogState {
  readonly rules: LogRules
  readonly report: Report
  readonly older: OlderPart
  lines: number
  events: number
  sealed: number
  chain: ChainCheck | undefined
  first: Link | undefined
  /** A line could not be read: it may have been the one that the first sealed line is linked to. */
  hasSkipped: boolean
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

function takeLine(state: LogState, line: LineBytes): void {
  state.lines += 1
  const length = line.end - line.start
  if (length === 0) {
    if (state.chain !== undefined) reportError(state, 'EV307', 'an empty line stands in a sealed log')
    return
  }
  state.events += 1
  if (length > maxLineBytes) {
    reportError(state, 'EV107', `the line has more than the ${maxLineBytes} bytes that are allowed`)
    skipLine(state)
    return
  }
  const checked = checkLine(line)
  for (const problem of checked.problems) state.report({ ...problem, line: state.lines })
  if (isObject(checked.value)) takeValue(state, line, checked, checked.value)
  else skipLine(state)
}

function takeValue(state: LogState, line: LineBytes, { text, problems }: CheckedLine, value: object): void {
  for (const problem of state.rules.checkValue?.(value, text) ?? []) {
    state.report({ ...placeProblem(text, problem), line: state.lines })
  }
  const link = linkOf(value)
  const isBroken = problems.some(({ code }) => code === 'EV301' || code === 'EV309')
  if (link === undefined && !('schema' in value)) takeUnsealed(state)
  else if (link === undefined || isBroken) skipLine(state)
  else takeSealed(state, line, link, text)
}

function skipLine(state: LogState): void {
  state.hasSkipped = true
  state.chain?.skip()
}

function takeUnsealed(state: LogState): void {
  if (state.chain !== undefined || state.rules.isChained)
    reportError(state, 'EV306', 'the line is not sealed')
}

function takeSealed(state: LogState, line: LineBytes, link: Link, text: string): void {
  state.chain ??= beginChain(state, line.start, link)
  state.chain.take(link, { number: state.lines, text })
  state.sealed += 1
}

function beginChain(state: LogState, start: number, link: Link): ChainCheck {
  state.first = link
  state.older.addUpTo(start)
  const isBelieved = state.rules.from === 'anywhere' || state.hasSkipped
  const before = isBelieved ? { seq: link.seq - 1, hash: link.prev } : state.older.head()
  return createChainCheck(before, ({ code, line, column, pointer, message }) => {
    state.report(errorAt(line, column, code, message, pointer))
  })
}

function endLog(state: LogState, tail: Buffer): LogSummary {
  if (tail.length > 0) takeTail(state, tail)
  state.chain?.end()
  const { events, sealed, first, rules } = state
  const head = state.chain?.head()
  if (state.lines === 0 || (events === 0 && tail.length === 0)) reportEmpty(state)
  if (rules.head !== undefined && rules.head !== head?.hash) {
    reportError(state, 'EV308', `the log ends with ${head?.hash ?? 'no sealed line'}, not with ${rules.head}`)
  }
  return { events, sealed, first, head }
}

/** A last line that does not end. Older tools may have left one whole; a sealed log never has one. */
function takeTail(state: LogState, tail: Buffer): void {
  state.lines += 1
  const text = tail.toString('utf8')
  const isWhole =
    checkLine({ bytes: tail, start: 0, end: tail.length, text: undefined }).problems.length === 0
  const isSealed = state.chain !== undefined || state.rules.isChained || text.includes('"hash":')
  const finding = errorAt(state.lines, text.length + 1, 'EV102', 'the last line does not end with a newline')
  if (isWhole && !isSealed) state.events += 1
  state.report(isWhole && !isSealed ? { ...finding, severity: 'warning' } : finding)
}

function reportEmpty(state: LogState): void {
  if (!state.rules.mayBeEmpty) state.report(errorAt(1, 1, 'EV101', 'there are no events'))
}

function reportError(state: LogState, code: EventCode, message: string): void {
  state.report(errorAt(Math.max(1, state.lines), 1, code, message))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
