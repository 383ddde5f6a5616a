import type { SealedEvent } from '@gatecycle/event-schema'
import type { LogIndex } from './log-index.ts'
import type { Proof } from './prove-unit.ts'

/** A commit that may hold the work of units without being one of theirs. */
export interface SquashFacts {
  readonly log: LogIndex
  /** Lines that the commit before had already. */
  readonly linesBefore: number
  /** Whether some commit of the history says that this tree was verified: its unit speaks for itself. */
  readonly hasOwnCommit: (tree: string) => boolean
  /** Mode and blob of a path in the commit's tree; null where it is not there. */
  readonly entryOf: (path: string) => string | null
  /** The paths that the commit itself changes. */
  readonly changed: ReadonlySet<string>
}

export interface CarriedUnit extends Proof {
  readonly unit: string
  /** The commit that the log names. */
  readonly landedAs: string
}

type Landing = SealedEvent<'unit_committed'>

/** Whether a commit's log tells of units for the first time that have no commit of their own. Pure. */
export function squashedLandings({
  log,
  linesBefore,
  hasOwnCommit,
  changed,
}: Omit<SquashFacts, 'entryOf'>): readonly Landing[] {
  if (log.problem !== undefined) return []
  const seen = log.events[linesBefore - 1]?.seq ?? 0
  return landingsOf(log.events)
    .filter(({ seq }) => seq > seen)
    .filter(({ payload }) => Object.keys(payload.changes ?? {}).some((path) => changed.has(path)))
    .filter(({ payload }) => !hasOwnCommit(payload.tree))
}

/** What became of these units: each file that they changed is held against the last unit that touched it. Pure. */
export function proveSquash(facts: SquashFacts): readonly CarriedUnit[] {
  const landings = landingsOf(facts.log.events)
  const last = new Map(landings.flatMap(({ payload }) => Object.entries(payload.changes ?? {})))
  return squashedLandings(facts).map((landing) => ({
    unit: landing.correlation_id,
    landedAs: landing.payload.commit,
    ...judge(landing, last, facts),
  }))
}

/** The last landing of each unit, in order; one that was undone since is none. */
function landingsOf(events: readonly SealedEvent[]): readonly Landing[] {
  const landings = new Map<string, Landing>()
  for (const event of events) {
    if (event.event_type === 'unit_committed') landings.set(event.correlation_id, event)
  }
  return [...landings.values()].toSorted((a, b) => a.seq - b.seq)
}

/** Each file of the unit is as the last unit that touched it left it; the verification of the unit's tree is in the log. */
function judge(landing: Landing, last: ReadonlyMap<string, string | null>, facts: SquashFacts): Proof {
  const { payload, seq } = landing
  const passed = facts.log.events.some(
    (event) =>
      event.seq < seq &&
      event.event_type === 'verification_finished' &&
      event.payload.tree === payload.tree &&
      event.payload.answer === 'passed',
  )
  if (!passed) return { verdict: 'unproved', reason: 'the log has no verification of its tree that passed' }
  const other = Object.keys(payload.changes ?? {}).find(
    (path) => facts.entryOf(path) !== (last.get(path) ?? null),
  )
  return other === undefined
    ? { verdict: 'carried', reason: 'squashed: every file that it changed is here as it was verified' }
    : { verdict: 'unproved', reason: `squashed: ${other} is not as it was verified` }
}
