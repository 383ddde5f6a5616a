import type { UnitEvent } from '../machine/unit-event.ts'
import { startOfAttempt, type FinishedUnit, type UnitState } from '../machine/unit-state.ts'
import { unitTransition } from '../machine/unit-table.ts'

/** Where a unit started, with the policy its events were decided by. */
export interface UnitStart {
  readonly state: UnitState
  readonly maxAttempts: number
}

/** What reconciling has to know of the world besides the journal. */
export interface ResumeFacts {
  readonly base: string
  readonly runRef: string
  /** The unit's status as the run ref has it. */
  readonly statusAtRunRef: string | undefined
}

export type Resumption =
  /** Nothing is in flight: what the journal tells of is finished. */
  | { readonly kind: 'finished' }
  /** The run ref is somewhere the driver did not put it: keep the content, start anew. */
  | { readonly kind: 'foreign'; readonly attempt: number }
  /** The attempt was cut: keep its content, give its number to a fresh agent. */
  | { readonly kind: 'interrupted'; readonly attempt: number; readonly state: UnitState }
  /** Nothing is lost: go on there. A pass is never taken from the journal, so a candidate is verified again. */
  | { readonly kind: 'go-on'; readonly state: UnitState }

/** Where a unit goes on after its driver died. Pure: the journal folded through the table, held against the refs. */
export function resumeUnit(start: UnitStart, events: readonly UnitEvent[], facts: ResumeFacts): Resumption {
  const { maxAttempts } = start
  const state = withoutFailure(events).reduce(
    (at: UnitState, event) => unitTransition(at, event, { maxAttempts }),
    start.state,
  )
  if (state.at === 'finished') return afterFinish(state)
  if (facts.runRef !== facts.base) return afterMove(state, facts)
  return afterDeath(state)
}

/** The run ref stands where the unit started: what its last state asks for is done again, as far as that costs no agent. */
function afterDeath(state: Exclude<UnitState, FinishedUnit>): Resumption {
  switch (state.at) {
    case 'writing-prompt':
    case 'discarding-attempt':
    case 'blocking-unit':
      return { kind: 'go-on', state }
    case 'verifying':
    case 'committing':
    case 'moving-ref':
    case 'recording-commit': {
      const { attempt, history, report, files, tree } = state
      return {
        kind: 'go-on',
        state: { at: 'verifying', again: false, attempt, history, report, files, tree },
      }
    }
    case 'running-agent':
    case 'judging-changes':
    case 'building-candidate':
      return {
        kind: 'interrupted',
        attempt: state.attempt,
        state: startOfAttempt(state.attempt, state.history),
      }
  }
}

/** An effect that failed was not done: the unit goes on before it, as after a kill, and loses no verdict by it. */
function withoutFailure(events: readonly UnitEvent[]): readonly UnitEvent[] {
  return events.at(-1)?.type === 'effect-failed' ? events.slice(0, -1) : events
}

function afterFinish({ outcome, attempt, history }: FinishedUnit): Resumption {
  if (outcome.kind === 'committed' || outcome.kind === 'blocked') return { kind: 'finished' }
  return { kind: 'go-on', state: startOfAttempt(attempt, history) }
}

function afterMove(
  state: Exclude<UnitState, FinishedUnit>,
  { runRef, statusAtRunRef }: ResumeFacts,
): Resumption {
  const landed = state.at === 'moving-ref' || state.at === 'recording-commit'
  if (landed && state.commit === runRef) {
    const { attempt, history, report, files, tree, commit } = state
    return { kind: 'go-on', state: { at: 'recording-commit', attempt, history, report, files, tree, commit } }
  }
  if (statusAtRunRef === 'done' || statusAtRunRef === 'blocked_human') return { kind: 'finished' }
  return {
    kind: 'foreign',
    attempt: state.at === 'discarding-attempt' ? state.failed.attempt : attemptOf(state),
  }
}

function attemptOf(state: Exclude<UnitState, { at: 'finished' | 'discarding-attempt' }>): number {
  return state.at === 'blocking-unit' ? state.history.length : state.attempt
}
