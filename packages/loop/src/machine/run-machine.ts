import { toFailure, type EffectFailed, type Failure, type Interrupted } from './failure.ts'
import type { GateOutcome } from './gate-machine.ts'
import { step, type Table } from './table.ts'

/** How a run ended. Each is its own value, because people and retries act on it differently. */
export type RunOutcome =
  | {
      readonly kind: 'gate-reached'
      readonly gate: number
      readonly terminal: boolean
      readonly already: boolean
    }
  | { readonly kind: 'feature-done' }
  | { readonly kind: 'not-armed'; readonly gate: number; readonly reason: string }
  | { readonly kind: 'lock-held'; readonly holder: string }
  | { readonly kind: 'plan-refused'; readonly errors: number }
  | { readonly kind: 'baseline-red'; readonly failing: readonly string[] }
  | { readonly kind: 'environment'; readonly summary: string }
  | Exclude<GateOutcome, { kind: 'reached' | 'environment' }>

/** Whether the feature branch now shows what the run ref holds. */
export type Publication =
  | { readonly kind: 'published'; readonly branch: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'waiting'; readonly branch: string; readonly reason: string; readonly command: string }

export interface GateToRun {
  readonly number: number
  readonly terminal: boolean
}

export type RunState =
  | { readonly at: 'acquiring-lock' }
  | { readonly at: 'reconciling' }
  | { readonly at: 'loading-plan' }
  | { readonly at: 'checking-arm' }
  | { readonly at: 'checking-environment'; readonly gate: GateToRun }
  | { readonly at: 'preparing-worktree'; readonly gate: GateToRun }
  | { readonly at: 'probing-baseline'; readonly gate: GateToRun }
  | { readonly at: 'running-gate'; readonly gate: GateToRun }
  | { readonly at: 'publishing'; readonly outcome: RunOutcome }
  | { readonly at: 'releasing-lock'; readonly outcome: RunOutcome; readonly publication: Publication }
  | { readonly at: 'finished'; readonly outcome: RunOutcome; readonly publication: Publication }

export type FinishedRun = Extract<RunState, { at: 'finished' }>

export type RunEvent =
  | { readonly type: 'lock-acquired' }
  | { readonly type: 'lock-refused'; readonly holder: string }
  | { readonly type: 'reconciled' }
  | { readonly type: 'plan-loaded' }
  | { readonly type: 'plan-refused'; readonly errors: number }
  | { readonly type: 'gate-armed'; readonly gate: GateToRun }
  | { readonly type: 'gate-not-armed'; readonly gate: number; readonly reason: string }
  | { readonly type: 'gate-waiting'; readonly gate: GateToRun }
  | { readonly type: 'no-gate-left' }
  | { readonly type: 'environment-ready' }
  | { readonly type: 'environment-lacking'; readonly summary: string }
  | { readonly type: 'worktree-ready' }
  | { readonly type: 'baseline-green' }
  | { readonly type: 'baseline-red'; readonly failing: readonly string[] }
  | { readonly type: 'gate-finished'; readonly outcome: GateOutcome }
  | { readonly type: 'published'; readonly publication: Publication }
  | { readonly type: 'lock-released' }
  | Interrupted
  | EffectFailed

/** The effect of each state, in the order of a run. */
export interface RunEffectNames {
  readonly 'acquiring-lock': 'acquire-lock'
  readonly reconciling: 'reconcile'
  readonly 'loading-plan': 'load-plan'
  readonly 'checking-arm': 'check-arm'
  readonly 'checking-environment': 'check-environment'
  readonly 'preparing-worktree': 'prepare-worktree'
  readonly 'probing-baseline': 'probe-baseline'
  readonly 'running-gate': 'run-gate'
  readonly publishing: 'publish'
  readonly 'releasing-lock': 'release-lock'
}

const effects: RunEffectNames = {
  'acquiring-lock': 'acquire-lock',
  reconciling: 'reconcile',
  'loading-plan': 'load-plan',
  'checking-arm': 'check-arm',
  'checking-environment': 'check-environment',
  'preparing-worktree': 'prepare-worktree',
  'probing-baseline': 'probe-baseline',
  'running-gate': 'run-gate',
  publishing: 'publish',
  'releasing-lock': 'release-lock',
}

export type RunEffectName = RunEffectNames[keyof RunEffectNames]

export interface RunEffect {
  readonly do: RunEffectName
  readonly state: Exclude<RunState, FinishedRun>
}

/** The order of a run as data: what is done in which state, from the lock to its release. */
export const runOrder: readonly RunEffectName[] = Object.values<RunEffectName>({ ...effects })

/** Each state asks for exactly one effect. */
export function runEffectOf(state: Exclude<RunState, FinishedRun>): RunEffect {
  return { do: effects[state.at], state }
}

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
    'lock-acquired': () => ({ at: 'reconciling' }),
    'lock-refused': ({ holder }) => ({
      at: 'finished',
      outcome: { kind: 'lock-held', holder },
      publication: unpublished,
    }),
    'effect-failed': (event) => ({ at: 'finished', outcome: failed(event), publication: unpublished }),
  },
  reconciling: { ...earlyWayOut, reconciled: () => ({ at: 'loading-plan' }) },
  'loading-plan': {
    ...earlyWayOut,
    'plan-loaded': () => ({ at: 'checking-arm' }),
    'plan-refused': ({ errors }) => leave({ kind: 'plan-refused', errors }),
  },
  'checking-arm': {
    ...wayOut,
    'gate-armed': ({ gate }) => ({ at: 'checking-environment', gate }),
    'gate-not-armed': ({ gate, reason }) => end({ kind: 'not-armed', gate, reason }),
    'gate-waiting': ({ gate }) =>
      end({ kind: 'gate-reached', gate: gate.number, terminal: gate.terminal, already: true }),
    'no-gate-left': () => end({ kind: 'feature-done' }),
  },
  'checking-environment': {
    ...wayOut,
    'environment-ready': (_event, { gate }) => ({ at: 'preparing-worktree', gate }),
    'environment-lacking': ({ summary }) => end({ kind: 'environment', summary }),
  },
  'preparing-worktree': {
    ...wayOut,
    'worktree-ready': (_event, { gate }) => ({ at: 'probing-baseline', gate }),
  },
  'probing-baseline': {
    ...wayOut,
    'baseline-green': (_event, { gate }) => ({ at: 'running-gate', gate }),
    'baseline-red': ({ failing }) => end({ kind: 'baseline-red', failing }),
  },
  'running-gate': { ...wayOut, 'gate-finished': ({ outcome }, { gate }) => afterGate(outcome, gate) },
  publishing: {
    // Nothing cuts this short: the branch shows what was done, or the user is told how to bring it there.
    published: ({ publication }, { outcome }) => ({ at: 'releasing-lock', outcome, publication }),
    'effect-failed': (event) => leave(failed(event)),
  },
  'releasing-lock': {
    'lock-released': (_event, { outcome, publication }) => ({ at: 'finished', outcome, publication }),
    'effect-failed': (event, { publication }) => ({ at: 'finished', outcome: failed(event), publication }),
  },
  finished: {},
}

/** One step of a run. Pure. */
export function runTransition(state: RunState, event: RunEvent): RunState {
  return step(runTable, state, event, undefined)
}
