import { checkLine } from './check-line.ts'
import { errorAt } from './finding.ts'
import { reportError, type LogState, type LogSummary } from './log-state.ts'

/** What can be said only at the end of a log; `tail` is what stands after its last newline. */
export function endLog(state: LogState, tail: Buffer): LogSummary {
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
  const place = { line: state.lines, column: text.length + 1 }
  const finding = errorAt(place, 'EV102', 'the last line does not end with a newline')
  if (isWhole && !isSealed) state.events += 1
  state.report(isWhole && !isSealed ? { ...finding, severity: 'warning' } : finding)
}

function reportEmpty(state: LogState): void {
  if (!state.rules.mayBeEmpty) state.report(errorAt({ line: 1, column: 1 }, 'EV101', 'there are no events'))
}
