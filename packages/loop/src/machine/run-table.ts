import { toFailure, type EffectFailed, type Interrupted } from './failure.ts'
import type { GateOutcome } from './gate-state.ts'
import type { GateToRun, Publication, RunEvent, RunOutcome, RunState } from './run-state.ts'
import { effectOf, step, type Active, type Effect, type Table } from './table.ts'

const unpublished: Publication = { kind: 'unchanged' }
const end = (outcome: RunOutcome): RunState => ({ at: 'publishing', outcome })
const failed = (event: EffectFailed): RunOutcome => ({ kind: 'failed', failure: toFailure(event) })
const wayOut = {
  'effect-failed': (event: EffectFailed): RunState => end(failed(event)),
  interrupted: ({ signal }: Interrupted): RunState => end({ kind: 'interrupted', signal }),
}
/** Before the plan is known there is no branch to bring anywhere. */
const earlyWayOut = {
  'effect-failed': (event: EffectFailed): RunState => leave(failed(event)),
  interrupted: ({ signal }: Interrupted): RunState => leave({ kind: 'interrupted', signal }),
}

function leave(outcome: RunOutcome): RunState {
  return { at: 'releasing-lock', outcome, publication: unpublished }
}

function afterGate(outcome: GateOutcome, gate: GateToRun): RunState {
  if (outcome.kind !== 'reached') return end(outcome)
  return end({ kind: 'gate-reached', gate: gate.number, terminal: gate.terminal, already: false })
}

/** The whole life of a run: the way out through publishing and the lock's release is in the rows. */
export const runTable: Table<RunState, RunEvent, undefined> = {
  'acquiring-lock': {
    do: 'acquire-lock',
    on: {
      'lock-acquired': () => ({ at: 'reconciling' }),
      'lock-refused': ({ holder }) => ({
        at: 'finished',
        outcome: { kind: 'lock-held', holder },
        publication: unpublished,
      }),
      'effect-failed': (event) => ({ at: 'finished', outcome: failed(event), publication: unpublished }),
    },
  },
  reconciling: {
    do: 'reconcile',
    on: { ...earlyWayOut, reconciled: () => ({ at: 'loading-plan' }) },
  },
  'loading-plan': {
    do: 'load-plan',
    on: {
      ...earlyWayOut,
      'plan-loaded': () => ({ at: 'checking-arm' }),
      'plan-refused': ({ errors }) => leave({ kind: 'plan-refused', errors }),
    },
  },
  'checking-arm': {
    do: 'check-arm',
    on: {
      ...wayOut,
      'gate-armed': ({ gate }) => ({ at: 'checking-environment', gate }),
      'gate-not-armed': ({ gate, reason }) => end({ kind: 'not-armed', gate, reason }),
      'gate-waiting': ({ gate }) =>
        end({ kind: 'gate-reached', gate: gate.number, terminal: gate.terminal, already: true }),
      'no-gate-left': () => end({ kind: 'feature-done' }),
    },
  },
  'checking-environment': {
    do: 'check-environment',
    on: {
      ...wayOut,
      'environment-ready': (_event, { gate }) => ({ at: 'preparing-worktree', gate }),
      'environment-lacking': ({ summary }) => end({ kind: 'environment', summary }),
    },
  },
  'preparing-worktree': {
    do: 'prepare-worktree',
    on: {
      ...wayOut,
      'worktree-ready': (_event, { gate }) => ({ at: 'probing-commit', gate }),
    },
  },
  'probing-commit': {
    do: 'probe-commit',
    on: {
      ...wayOut,
      'commit-possible': (_event, { gate }) => ({ at: 'probing-baseline', gate }),
      'environment-lacking': ({ summary }) => end({ kind: 'environment', summary }),
    },
  },
  'probing-baseline': {
    do: 'probe-baseline',
    on: {
      ...wayOut,
      'baseline-green': (_event, { gate }) => ({ at: 'running-gate', gate }),
      'environment-lacking': ({ summary }) => end({ kind: 'environment', summary }),
      'baseline-red': ({ failing }) => end({ kind: 'baseline-red', failing }),
    },
  },
  'running-gate': {
    do: 'run-gate',
    on: { ...wayOut, 'gate-finished': ({ outcome }, { gate }) => afterGate(outcome, gate) },
  },
  publishing: {
    do: 'publish',
    on: {
      // Nothing cuts this short: the branch shows what was done, or the user is told how to bring it there.
      published: ({ publication }, { outcome }) => ({ at: 'releasing-lock', outcome, publication }),
      'effect-failed': (event) => leave(failed(event)),
    },
  },
  'releasing-lock': {
    do: 'release-lock',
    on: {
      'lock-released': (_event, { outcome, publication }) => ({ at: 'finished', outcome, publication }),
      'effect-failed': (event, { publication }) => ({ at: 'finished', outcome: failed(event), publication }),
    },
  },
}

/** What a state of the run asks for. */
export function runEffectOf(state: Active<RunState>): Effect<RunState> {
  return effectOf(runTable, state)
}

/** One step of a run. Pure. */
export function runTransition(state: RunState, event: RunEvent): RunState {
  return step(runTable, state, event, undefined)
}
