import type { FinishedGate, GateState } from './gate-state.ts'

/** What to do next for a gate. */
export type GateEffect =
  | { readonly do: 'read-progress' }
  | { readonly do: 'run-unit'; readonly unit: string }
  | { readonly do: 'close-gate' }

/** The effects of a gate as data. */
export const gateOrder: readonly GateEffect['do'][] = ['read-progress', 'run-unit', 'close-gate']

/** Each state asks for exactly one effect. */
export function gateEffectOf(state: Exclude<GateState, FinishedGate>): GateEffect {
  if (state.at === 'running-unit') return { do: 'run-unit', unit: state.unit }
  return { do: state.at === 'closing-gate' ? 'close-gate' : 'read-progress' }
}
