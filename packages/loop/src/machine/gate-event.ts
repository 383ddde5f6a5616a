import type { EffectFailed } from './failure.ts'
import type { Progress } from './gate-state.ts'
import type { UnitOutcome } from './unit-state.ts'

/** What the world answered to an effect of the gate. */
export type GateEvent =
  | { readonly type: 'progress-read'; readonly progress: Progress }
  | { readonly type: 'unit-finished'; readonly outcome: UnitOutcome }
  | { readonly type: 'gate-closed' }
  | EffectFailed
