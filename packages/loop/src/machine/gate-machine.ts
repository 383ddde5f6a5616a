import { toFailure, type EffectFailed, type Failure, type StopSignal } from './failure.ts'
import { step, type Table } from './table.ts'
import type { UnitOutcome } from './unit-state.ts'

/** What the gate's units look like on the run ref: the only memory the gate needs. */
export type Progress =
  | { readonly kind: 'ready'; readonly unit: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'blocked'; readonly units: readonly string[] }
  | { readonly kind: 'stuck'; readonly reasons: readonly string[] }

export type GateOutcome =
  | { readonly kind: 'reached' }
  | { readonly kind: 'blocked'; readonly units: readonly string[]; readonly tampering: boolean }
  | { readonly kind: 'stuck'; readonly reasons: readonly string[] }
  | { readonly kind: 'environment'; readonly summary: string }
  | { readonly kind: 'parked'; readonly summary: string }
  | { readonly kind: 'interrupted'; readonly signal: StopSignal }
  | { readonly kind: 'failed'; readonly failure: Failure }

export type GateState =
  | { readonly at: 'reading-progress' }
  | { readonly at: 'running-unit'; readonly unit: string }
  | { readonly at: 'closing-gate' }
  | { readonly at: 'finished'; readonly outcome: GateOutcome }

export type GateEvent =
  | { readonly type: 'progress-read'; readonly progress: Progress }
  | { readonly type: 'unit-finished'; readonly outcome: UnitOutcome }
  | { readonly type: 'gate-closed' }
  | EffectFailed

export type GateEffect =
  | { readonly do: 'read-progress' }
  | { readonly do: 'run-unit'; readonly unit: string }
  | { readonly do: 'close-gate' }

/** Each state asks for exactly one effect. */
export function gateEffectOf(state: Exclude<GateState, { at: 'finished' }>): GateEffect {
  if (state.at === 'running-unit') return { do: 'run-unit', unit: state.unit }
  return { do: state.at === 'closing-gate' ? 'close-gate' : 'read-progress' }
}

const finish = (outcome: GateOutcome): GateState => ({ at: 'finished', outcome })
const broken = {
  'effect-failed': (event: EffectFailed): GateState => finish({ kind: 'failed', failure: toFailure(event) }),
}

function afterProgress(progress: Progress): GateState {
  if (progress.kind === 'ready') return { at: 'running-unit', unit: progress.unit }
  if (progress.kind === 'complete') return { at: 'closing-gate' }
  if (progress.kind === 'stuck') return finish(progress)
  return finish({ kind: 'blocked', units: progress.units, tampering: false })
}

function afterUnit(unit: string, outcome: UnitOutcome): GateState {
  if (outcome.kind === 'committed') return { at: 'reading-progress' }
  if (outcome.kind !== 'blocked') return finish(outcome)
  // Units that do not depend on a blocked one go on; after tampering nothing does.
  return outcome.reason === 'tampering'
    ? finish({ kind: 'blocked', units: [unit], tampering: true })
    : { at: 'reading-progress' }
}

/** The whole life of a gate under way. */
export const gateTable: Table<GateState, GateEvent, undefined> = {
  'reading-progress': { ...broken, 'progress-read': ({ progress }) => afterProgress(progress) },
  'running-unit': { ...broken, 'unit-finished': ({ outcome }, { unit }) => afterUnit(unit, outcome) },
  'closing-gate': { ...broken, 'gate-closed': () => finish({ kind: 'reached' }) },
  finished: {},
}

/** One step of a gate. Pure. */
export function gateTransition(state: GateState, event: GateEvent): GateState {
  return step(gateTable, state, event, undefined)
}
