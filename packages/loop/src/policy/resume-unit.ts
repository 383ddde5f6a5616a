import type { Active } from '../machine/table.ts'
import { type FinishedUnit, startOfUnit, type UnitEvent, type UnitState } from '../machine/unit-state.ts'
import { unitTable, unitTransition } from '../machine/unit-table.ts'

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
  /** Whether the gate is under the arm that it had where the unit started. */
  readonly isSameArm: boolean
}

export type Resumption =
  /** Nothing is in flight: what the journal tells of is finished. */
  | { readonly kind: 'finished' }
  /** The run ref is somewhere the driver did not put it: keep the content, start anew. */
  | { readonly kind: 'foreign'; readonly attempt: number }
  /** The same, but the unit was blocked before: the verdict stands on top of what somebody committed, as long as nobody armed anew. */
  | { readonly kind: 'decided'; readonly attempt: number; readonly state: UnitState }
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
  if (facts.runRef !== facts.base) return afterMove(state, facts, maxAttempts)
  return afterDeath(state)
}

/** The run ref stands where the unit started: the table says what is done again, as far as that costs no agent. */
function afterDeath(state: Active<UnitState>): Resumption {
  switch (unitTable[state.at].afterDeath) {
    case 'go-on':
      return { kind: 'go-on', state }
    case 'verify-again':
      return { kind: 'go-on', state: verifyAgain(state) }
    case 'start-anew':
      return {
        kind: 'interrupted',
        attempt: attemptOf(state),
        state: startOfUnit(attemptOf(state), state.history),
      }
  }
}

function verifyAgain(state: Active<UnitState>): UnitState {
  if (!('tree' in state)) throw new Error(`state "${state.at}" has no candidate`)
  const { attempt, history, report, files, proofs, tree } = state
  return { at: 'verifying', again: false, attempt, history, report, files, proofs, tree }
}

/** An effect that failed was not done: the unit goes on before it, as after a kill, and loses no verdict by it. */
function withoutFailure(events: readonly UnitEvent[]): readonly UnitEvent[] {
  return events.at(-1)?.type === 'effect-failed' ? events.slice(0, -1) : events
}

function afterFinish({ outcome, attempt, history }: FinishedUnit): Resumption {
  if (outcome.kind === 'committed' || outcome.kind === 'blocked') return { kind: 'finished' }
  return { kind: 'go-on', state: startOfUnit(attempt, history) }
}

function afterMove(
  state: Active<UnitState>,
  { runRef, statusAtRunRef, isSameArm }: ResumeFacts,
  maxAttempts: number,
): Resumption {
  const landed = state.at === 'moving-ref' || state.at === 'recording-commit'
  if (landed && state.commit === runRef) {
    const { attempt, history, report, files, proofs, tree, commit } = state
    return {
      kind: 'go-on',
      state: { at: 'recording-commit', attempt, history, report, files, proofs, tree, commit },
    }
  }
  if (statusAtRunRef === 'done' || statusAtRunRef === 'blocked_human') return { kind: 'finished' }
  const verdict = verdictOf(state, maxAttempts)
  return verdict !== undefined && isSameArm
    ? { kind: 'decided', attempt: attemptOf(state), state: verdict }
    : { kind: 'foreign', attempt: attemptOf(state) }
}

/** The block that was decided and not yet written down; its attempt's content is kept by whoever asks. */
function verdictOf(state: Active<UnitState>, maxAttempts: number): UnitState | undefined {
  if (state.at === 'blocking-unit') return state
  if (state.at !== 'discarding-attempt' || state.afterwards.go !== 'block') return undefined
  return unitTransition(state, { type: 'attempt-discarded', rescueRef: undefined }, { maxAttempts })
}

function attemptOf(state: Active<UnitState>): number {
  if (state.at === 'discarding-attempt') return state.failed.attempt
  // A unit may be blocked before its first attempt.
  return state.at === 'blocking-unit' ? Math.max(1, state.history.length) : state.attempt
}
