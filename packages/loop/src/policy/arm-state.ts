import type { SealedEvent } from '@gatecycle/event-schema'
import type { GateContent } from '@gatecycle/plan-model'

export type ArmState =
  | { readonly kind: 'armed'; readonly armId: string; readonly digest: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'spent' }
  | { readonly kind: 'changed'; readonly parts: readonly string[] }

/**
 * Whether a gate may run: its last `gate_armed` is younger than its last `gate_reached`, and was given for exactly this content.
 * One arm serves one execution.
 */
export function armStateOf(log: readonly SealedEvent[], gate: number, content: GateContent): ArmState {
  const arms = log
    .filter((event) => event.event_type === 'gate_armed')
    .filter(({ payload }) => payload.gate === gate)
  const ends = log
    .filter((event) => event.event_type === 'gate_reached')
    .filter(({ payload }) => payload.gate === gate)
  const arm = arms.at(-1)
  if (arm === undefined) return { kind: 'never' }
  if (arm.seq < (ends.at(-1)?.seq ?? 0)) return { kind: 'spent' }
  if (arm.payload.digest === content.digest) {
    return { kind: 'armed', armId: arm.payload.arm_id, digest: content.digest }
  }
  return { kind: 'changed', parts: changedParts(arm.payload.parts, content.parts) }
}

/** The names of the parts that differ, are new, or are gone. */
function changedParts(
  armed: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(armed), ...Object.keys(now)])
  return [...names].filter((name) => armed[name] !== now[name]).toSorted()
}

/** Why a gate that is not armed is not, for a person. */
export function describeArmState(state: ArmState, gate: number): string {
  if (state.kind === 'armed') return `gate ${gate} is armed`
  if (state.kind === 'never') return `gate ${gate} has never been armed`
  if (state.kind === 'spent') return `the arm of gate ${gate} is spent: one arm serves one execution`
  const origin = state.parts.some((part) => part.startsWith('config '))
    ? ' (loop config says where from)'
    : ''
  return `gate ${gate} was armed for other content; changed since: ${state.parts.join(', ')}${origin}`
}
