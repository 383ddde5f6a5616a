import type { EffectFailed, Failure, Interrupted, StopSignal } from './failure.ts'
import type { UnitOutcome } from './unit-attempt.ts'

/** What the gate's units look like on the run ref: the only memory the gate needs. */
export type Progress =
  | { readonly kind: 'ready'; readonly unit: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'blocked'; readonly units: readonly string[] }
  | { readonly kind: 'stuck'; readonly reasons: readonly string[] }
  /** Of the one unit that was asked for: it is done. */
  | { readonly kind: 'unit-done'; readonly unit: string }
  /** Of the one unit that was asked for: it cannot run now. */
  | { readonly kind: 'unit-waits'; readonly reason: string }

export type GateOutcome =
  | { readonly kind: 'reached' }
  | { readonly kind: 'blocked'; readonly units: readonly string[]; readonly tampering: boolean }
  | { readonly kind: 'stuck'; readonly reasons: readonly string[] }
  | { readonly kind: 'environment'; readonly summary: string }
  | { readonly kind: 'parked'; readonly summary: string }
  | { readonly kind: 'interrupted'; readonly signal: StopSignal }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unit-done'; readonly unit: string; readonly already: boolean }
  | { readonly kind: 'unit-waits'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

export type GateState =
  | { readonly at: 'heeding-requests'; readonly after: string | undefined }
  | { readonly at: 'reading-progress'; readonly after: string | undefined }
  | { readonly at: 'running-unit'; readonly unit: string }
  | { readonly at: 'closing-gate' }
  | { readonly at: 'finished'; readonly outcome: GateOutcome }

export type FinishedGate = Extract<GateState, { at: 'finished' }>

/** What the world answered to an effect of the gate. */
export type GateEvent =
  | { readonly type: 'nothing-requested' }
  | { readonly type: 'stop-requested' }
  | { readonly type: 'progress-read'; readonly progress: Progress }
  | { readonly type: 'unit-finished'; readonly outcome: UnitOutcome }
  | { readonly type: 'gate-closed' }
  | Interrupted
  | EffectFailed
