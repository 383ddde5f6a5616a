import { effectOf, step, type Active, type Effect, type Table } from './table.ts'
import {
  afterAgent,
  afterDiscard,
  afterOldOracle,
  afterVerification,
  blockNow,
  haltBeforeAgent,
  refuseGreenRed,
  retryOrBlock,
  stopForHooks,
  toVerdict,
  type UnitPolicy,
} from './unit-decisions.ts'
import type { UnitEvent, UnitState } from './unit-state.ts'
import { broken, cut, whole } from './unit-ways-out.ts'

/** Where a unit goes on that died in a state: the same effect again, the candidate's verification again, or a fresh agent. */
interface Mortal {
  readonly afterDeath: 'go-on' | 'verify-again' | 'start-anew'
}

/** The whole life of a unit. Read it as: in this state, this event leads to that state. */
export const unitTable: Table<UnitState, UnitEvent, UnitPolicy, Mortal> = {
  'preparing-unit': {
    do: 'prepare-unit',
    afterDeath: 'go-on',
    on: {
      ...cut,
      'unit-prepared': (_event, state) => ({ ...state, at: 'writing-prompt' }),
      'preparation-failed': (event, state) => haltBeforeAgent(state, event),
      'red-is-green': (event, state) => refuseGreenRed(state, event),
    },
  },
  'writing-prompt': {
    do: 'write-prompt',
    afterDeath: 'go-on',
    on: { ...cut, 'prompt-written': (_event, state) => ({ ...state, at: 'running-agent' }) },
  },
  'running-agent': {
    do: 'run-agent',
    afterDeath: 'start-anew',
    on: {
      ...cut,
      'agent-exited': ({ report }, state, policy) => afterAgent(state, report, policy),
    },
  },
  'judging-changes': {
    do: 'judge-changes',
    afterDeath: 'start-anew',
    on: {
      ...cut,
      'changes-accepted': ({ files, proofs }, state) => ({
        ...state,
        at: 'running-hooks',
        files,
        proofs,
      }),
      'changes-refused': ({ outcome, summary, tampering }, state, policy) =>
        tampering
          ? blockNow(state, { outcome, summary }, 'tampering')
          : retryOrBlock(state, { outcome, summary }, policy),
    },
  },
  'running-hooks': {
    do: 'run-hooks',
    afterDeath: 'start-anew',
    on: {
      ...cut,
      'hooks-passed': ({ files, proofs }, state) => ({ ...state, at: 'building-candidate', files, proofs }),
      'hooks-refused': ({ summary, evidence }, state, policy) =>
        retryOrBlock(state, { outcome: 'commit_refused', summary, output: evidence }, policy),
      'hooks-unfit': ({ summary }, state) => stopForHooks(state, summary),
    },
  },
  'building-candidate': {
    do: 'build-candidate',
    afterDeath: 'start-anew',
    on: {
      ...cut,
      'candidate-built': ({ tree }, state) => ({ ...state, at: 'verifying', tree, again: false }),
    },
  },
  verifying: {
    do: 'run-verification',
    afterDeath: 'verify-again',
    on: {
      ...cut,
      'verification-passed': ({ report: verification }, { at: _at, again: _again, ...state }) =>
        afterVerification({ ...state, verification }),
      'verification-failed': (event, state, policy) => retryOrBlock(state, toVerdict(event, state), policy),
      'tree-mutated': ({ files }, state, policy) =>
        state.again
          ? retryOrBlock(
              state,
              { outcome: 'verification_mutated_tree', summary: `verification changed ${files.join(', ')}` },
              policy,
            )
          : { ...state, again: true },
    },
  },
  'checking-old-oracle': {
    do: 'check-old-oracle',
    afterDeath: 'verify-again',
    on: {
      ...cut,
      'old-oracle-passed': (_event, state) => afterOldOracle(state),
      'old-oracle-refused': ({ outcome, summary, evidence }, state, policy) =>
        retryOrBlock(state, { outcome, summary, output: evidence }, policy),
    },
  },
  'checking-red': {
    do: 'check-red',
    afterDeath: 'verify-again',
    on: {
      ...cut,
      'red-confirmed': ({ report: verification }, state) => ({ ...state, at: 'committing', verification }),
      'red-refused': ({ outcome, summary, evidence }, state, policy) =>
        retryOrBlock(state, { outcome, summary, output: evidence }, policy),
    },
  },
  committing: {
    do: 'create-commit',
    afterDeath: 'verify-again',
    on: {
      // No `interrupted` from here on: a commit that has begun is always finished.
      ...broken,
      'commit-created': ({ commit }, state) => ({ ...state, at: 'moving-ref', commit }),
    },
  },
  'moving-ref': {
    do: 'move-ref',
    afterDeath: 'verify-again',
    on: {
      ...broken,
      'ref-moved': (_event, { at: _at, verification: _verification, ...state }) => ({
        ...state,
        at: 'recording-commit',
      }),
    },
  },
  'recording-commit': {
    do: 'record-commit',
    afterDeath: 'verify-again',
    on: {
      ...broken,
      'commit-recorded': (_event, { commit, attempt, history }) => ({
        at: 'finished',
        outcome: { kind: 'committed', commit, attempts: attempt },
        attempt,
        history,
      }),
    },
  },
  'discarding-attempt': {
    do: 'discard-attempt',
    afterDeath: 'go-on',
    on: {
      'attempt-discarded': (_event, state) => afterDiscard(state),
      'effect-failed': (event, state) => broken['effect-failed'](event, whole(state)),
    },
  },
  'blocking-unit': {
    do: 'block-unit',
    afterDeath: 'go-on',
    on: {
      'unit-blocked': (_event, { reason, summary, history }) => ({
        at: 'finished',
        outcome: { kind: 'blocked', reason, summary },
        attempt: history.length,
        history,
      }),
      'effect-failed': (event, state) => broken['effect-failed'](event, whole(state)),
    },
  },
}

/** What a state of the unit asks for. */
export function unitEffectOf(state: Active<UnitState>): Effect<UnitState> {
  return effectOf(unitTable, state)
}

/** One step of a unit. Pure. */
export function unitTransition(state: UnitState, event: UnitEvent, policy: UnitPolicy): UnitState {
  return step(unitTable, state, event, policy)
}
