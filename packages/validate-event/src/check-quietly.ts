import { createKnownShapes, type KnownShapes } from './known-shapes.ts'
import { createLogCheck } from './log-check.ts'
import type { LogRules, LogSummary } from './log-state.ts'
import type { OlderPart } from './older-part.ts'

/** What is asked of a part of a log that is checked by itself. */
const partRules: Omit<LogRules, 'from'> = {
  isChained: false,
  head: undefined,
  mayBeEmpty: true,
  knowsType: undefined,
  checkEvent: undefined,
}

/** What is asked of the older lines in a part that begins in the middle of a log: nothing, it is believed to follow. */
const believed: OlderPart = { open: () => {}, addUpTo: () => {}, head: () => undefined }

/**
 * What was seen of a part of a log in which nothing is wrong; undefined, and early, when anything may be. `older` is what
 * the first sealed line is linked to in the part at the beginning; any other part is believed to follow from what is
 * before it.
 */
export function checkQuietly(
  chunks: Iterable<Buffer>,
  older?: OlderPart,
  shapes: KnownShapes = createKnownShapes(),
): LogSummary | undefined {
  let isValid = true
  const rules: LogRules = { ...partRules, from: older === undefined ? 'anywhere' : 'beginning' }
  const report = (): void => {
    isValid = false
  }
  const check = createLogCheck(rules, report, { older: older ?? believed, shapes })
  for (const chunk of chunks) {
    check.feed(chunk)
    if (!isValid) return undefined
  }
  const summary = check.end()
  return isValid ? summary : undefined
}

/** The same for parts of a log that come last one first: none of them begins it. */
export function checkBackwards(parts: Iterable<Iterable<Buffer>>): LogSummary | undefined {
  const shapes = createKnownShapes()
  let rest: LogSummary | undefined
  for (const part of parts) {
    const summary = checkQuietly(part, undefined, shapes)
    rest = summary && rest ? joinParts(summary, rest) : summary
    if (rest === undefined) return undefined
  }
  return rest
}

/**
 * One summary for two parts that follow each other; undefined when their border is not that of a valid log, or when
 * older lines stand before sealed ones: then the whole has to be looked at from its beginning.
 */
export function joinParts(one: LogSummary, two: LogSummary): LogSummary | undefined {
  const summary = { events: one.events + two.events, sealed: one.sealed + two.sealed }
  if (summary.sealed === 0) return { ...summary, first: undefined, head: undefined }
  if (summary.sealed < summary.events) return undefined
  const { head } = one
  if (two.first?.seq !== (head?.seq ?? 0) + 1 || two.first.prev !== head?.hash) return undefined
  return { ...summary, first: one.first, head: two.head }
}
