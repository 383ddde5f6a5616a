import type { EffectFailed, Interrupted } from './failure.ts'
import type { GateOutcome } from './gate-state.ts'
import type { GateToRun, Publication } from './run-state.ts'

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
  | { readonly type: 'baseline-green' }
  | { readonly type: 'baseline-red'; readonly failing: readonly string[] }
  | { readonly type: 'gate-finished'; readonly outcome: GateOutcome }
  | { readonly type: 'published'; readonly publication: Publication }
  | { readonly type: 'lock-released' }
  | Interrupted
  | EffectFailed
