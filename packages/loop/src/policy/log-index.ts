import { readLog, type SealedEvent } from '@gatecycle/event-schema'

/** A log as a proof needs it. */
export interface LogIndex {
  /** What is wrong with it; undefined for a log that is whole. */
  readonly problem: string | undefined
  /** Hash of its last line; empty for an empty log. */
  readonly head: string
  readonly events: readonly SealedEvent[]
}

/**
 * Reads logs of one history, of which most are the beginnings of others: the longest is checked line by line, and a beginning
 * of it that ends with a line is as whole as it is.
 */
export function createLogReader(): (text: string) => LogIndex {
  const known: {
    readonly text: string
    readonly index: LogIndex
    readonly ends: ReadonlyMap<number, number>
  }[] = []
  return (text) => {
    for (const { text: longer, index, ends } of known) {
      const count = longer.startsWith(text) ? ends.get(text.length) : undefined
      if (count === undefined) continue
      const events = index.events.slice(0, count)
      return { problem: undefined, head: events.at(-1)?.hash ?? '', events }
    }
    const index = readIndex(text)
    const isPlain = index.problem === undefined && index.events.length === text.split('\n').length - 1
    if (isPlain) known.push({ text, index, ends: endsOf(text) })
    return index
  }
}

/** Length of the text up to each line's end → number of lines. */
function endsOf(text: string): ReadonlyMap<number, number> {
  const ends = new Map([[0, 0]])
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) ends.set(at + 1, (count += 1))
  return ends
}

function readIndex(text: string): LogIndex {
  const { events, head, problem, torn } = readLog(text)
  const words =
    problem === undefined
      ? torn === undefined
        ? undefined
        : `line ${torn.line} has no end`
      : `line ${problem.line}: ${problem.message}`
  return { problem: words, head: head?.hash ?? '', events }
}
