import { createLogCheck } from './log-check.ts'
import type { LogRules, LogSummary } from './log-state.ts'

/** What is asked of a part of a log that is checked by itself. */
const partRules: LogRules = {
  isChained: false,
  head: undefined,
  mayBeEmpty: true,
  from: 'anywhere',
  knowsType: undefined,
  checkEvent: undefined,
}

/** What was seen of a part of a log in which nothing is wrong; undefined, and early, when anything may be. */
export function checkQuietly(chunks: Iterable<Buffer>): LogSummary | undefined {
  let isValid = true
  const check = createLogCheck(partRules, () => {
    isValid = false
  })
  for (const chunk of chunks) {
    check.feed(chunk)
    if (!isValid) return undefined
  }
  const summary = check.end()
  return isValid ? summary : undefined
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
