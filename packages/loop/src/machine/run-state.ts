import type { EffectFailed, Interrupted } from './failure.ts'
import type { GateOutcome } from './gate-state.ts'

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
  | { readonly at: 'probing-commit'; readonly gate: GateToRun }
  | { readonly at: 'probing-baseline'; readonly gate: GateToRun }
  | { readonly at: 'running-gate'; readonly gate: GateToRun }
  | { readonly at: 'publishing'; readonly outcome: RunOutcome }
  | { readonly at: 'releasing-lock'; readonly outcome: RunOutcome; readonly publication: Publication }
  | { readonly at: 'finished'; readonly outcome: RunOutcome; readonly publication: Publication }

export type FinishedRun = Extract<RunState, { at: 'finished' }>

/** What the world answered to an effect of the run. */
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
  | { readonly type: 'commit-possible' }
  | { readonly type: 'baseline-green' }
  | { readonly type: 'baseline-red'; readonly failing: readonly string[] }
  | { readonly type: 'gate-finished'; readonly outcome: GateOutcome }
  | { readonly type: 'published'; readonly publication: Publication }
  | { readonly type: 'lock-released' }
  | Interrupted
  | EffectFailed
