import {
  maxLineBytes,
  placeProblem,
  type OlderEvent,
  type PlacedProblem,
  type SealedEvent,
} from '@gatecycle/event-schema'
import { createChainCheck, linkOf, type ChainCheck, type Link } from './check-chain.ts'
import { checkLine, type CheckedLine, type LineBytes } from './check-line.ts'
import { errorAt } from './finding.ts'
import { reportError, type LogState } from './log-state.ts'

/** Checks the next line: by itself, in its chain, and by further rules. */
export function takeLine(state: LogState, line: LineBytes): void {
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
  for (const problem of checked.problems) reportProblem(state, problem, checked.value)
  if (isObject(checked.value)) takeValue(state, line, checked, checked.value)
  else skipLine(state)
  // a line without problems is what the schemas describe
  if (checked.problems.length === 0) state.shapes.learn(checked.value as SealedEvent | OlderEvent)
}

function takeValue(state: LogState, line: LineBytes, { text, problems }: CheckedLine, value: object): void {
  checkFurther(state, value, text, problems)
  const link = linkOf(value)
  const isBroken = problems.some(({ code }) => code === 'EV301' || code === 'EV309')
  if (link === undefined && !('schema' in value)) takeUnsealed(state)
  else if (link === undefined || isBroken) skipLine(state)
  else takeSealed(state, line, link, text)
}

function reportProblem(state: LogState, problem: PlacedProblem, value: unknown): void {
  const isBrought =
    problem.code === 'EV208' && state.rules.knowsType?.((value as OlderEvent).event_type) === true
  if (!isBrought) state.report({ ...problem, line: state.lines })
}

/** What goes beyond one line and its schemas is asked only of events that are valid so far. */
function checkFurther(
  state: LogState,
  value: object,
  text: string,
  problems: readonly PlacedProblem[],
): void {
  const { checkEvent } = state.rules
  if (
    checkEvent === undefined ||
    problems.some(({ code, severity }) => severity === 'error' && code !== 'EV208')
  )
    return
  for (const problem of checkEvent(value as SealedEvent | OlderEvent)) {
    state.report({ ...placeProblem(text, problem), line: state.lines })
  }
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
  return createChainCheck(before, ({ code, message, ...place }) => {
    state.report(errorAt(place, code, message))
  })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
