import { noHash, type ChainHead, type EventCode } from '@gatecycle/event-schema'

/** What the chain needs to know of a sealed line. */
export interface Link {
  readonly seq: number
  readonly prev: string
  readonly hash: string
}

/** The link of a parsed line; undefined where it has none. */
export function linkOf(value: object): Link | undefined {
  const { seq, prev, hash } = value as Partial<Record<keyof Link, unknown>>
  if (typeof seq !== 'number' || typeof prev !== 'string' || typeof hash !== 'string') return undefined
  return { seq, prev, hash }
}

/** A line of the log: its number from 1, and its text. */
interface NumberedLine {
  readonly number: number
  readonly text: string
}

/** A place where the chain does not hold; `column` is where the member stands. */
export interface ChainBreak {
  readonly code: EventCode
  readonly line: number
  readonly column: number
  readonly pointer: '/seq' | '/prev'
  readonly message: string
}

/** Follows the chain through a log in which lines may be missing, moved or unreadable. */
export interface ChainCheck {
  /** The next sealed line; its own bytes are checked elsewhere. */
  readonly take: (link: Link, line: NumberedLine) => void
  /** A line stood here that could not be read: whatever its place was, it is not missing. */
  readonly skip: () => void
  /** Reports what is missing, now that it cannot come any more. */
  readonly end: () => void
  readonly head: () => ChainHead | undefined
  /** What the next line has to be linked to; undefined where that cannot be said. */
  readonly expected: () => ChainHead | undefined
  /** The next line is linked to that, and this is its hash. */
  readonly advance: (hash: string) => void
}

interface Gap {
  readonly from: number
  readonly to: number
  readonly line: number
  readonly column: number
}

interface ChainState {
  readonly report: (found: ChainBreak) => void
  head: ChainHead | undefined
  /** Lines since the head that could not be read. */
  skipped: number
  gaps: readonly Gap[]
}

/** A check that starts behind `before`; `undefined` is the beginning of a log. */
export function createChainCheck(
  before: ChainHead | undefined,
  report: (found: ChainBreak) => void,
): ChainCheck {
  const state: ChainState = { report, head: before, skipped: 0, gaps: [] }
  return {
    take: (link, line) => take(state, link, line),
    skip: () => {
      state.skipped += 1
    },
    end: () => reportGaps(state),
    head: () => state.head,
    expected: () => (state.skipped > 0 ? undefined : state.head),
    advance: (hash) => {
      state.head = { seq: (state.head?.seq ?? 0) + 1, hash }
    },
  }
}

function take(state: ChainState, link: Link, line: NumberedLine): void {
  const next = (state.head?.seq ?? 0) + 1
  if (link.seq < next) {
    takeLate(state, link, line)
    return
  }
  const { skipped } = state
  if (link.seq > next + skipped) {
    const gap = { from: next, to: link.seq - 1 - skipped, line: line.number, column: columnOf(line, 'seq') }
    state.gaps = [...state.gaps, gap]
  } else if (skipped === 0 && link.prev !== (state.head?.hash ?? noHash)) {
    reportAt(state, line, {
      code: 'EV305',
      pointer: '/prev',
      message: 'prev is not the hash of the line before',
    })
  }
  state.head = { seq: link.seq, hash: link.hash }
  state.skipped = 0
}

/** A line whose place has passed: it was moved when its place is still open, else the place is taken twice. */
function takeLate(state: ChainState, link: Link, line: NumberedLine): void {
  const gap = state.gaps.find(({ from, to }) => from <= link.seq && link.seq <= to)
  if (gap === undefined) {
    const message = `seq is ${link.seq}, which is the place of an earlier line`
    reportAt(state, line, { code: 'EV303', pointer: '/seq', message })
    return
  }
  const message = `seq is ${link.seq}: the line belongs before line ${gap.line}`
  reportAt(state, line, { code: 'EV304', pointer: '/seq', message })
  const rest = [
    { ...gap, to: link.seq - 1 },
    { ...gap, from: link.seq + 1 },
  ]
  state.gaps = [...state.gaps.filter((other) => other !== gap), ...rest.filter(({ from, to }) => from <= to)]
}

function reportGaps({ report, gaps }: ChainState): void {
  for (const { from, to, line, column } of gaps) {
    const lines = from === to ? `the line with seq ${from} is` : `the lines with seq ${from} to ${to} are`
    report({ code: 'EV302', line, column, pointer: '/seq', message: `${lines} missing before this one` })
  }
}

function reportAt(
  state: ChainState,
  line: NumberedLine,
  found: Pick<ChainBreak, 'code' | 'pointer' | 'message'>,
): void {
  state.report({ ...found, line: line.number, column: columnOf(line, found.pointer.slice(1)) })
}

function columnOf({ text }: NumberedLine, member: string): number {
  return text.lastIndexOf(`"${member}":`) + 1 || 1
}
