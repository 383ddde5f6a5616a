import type { FinishedUnit, UnitState } from './unit-state.ts'

/** The effect of each state. */
export interface UnitEffectNames {
  readonly 'writing-prompt': 'write-prompt'
  readonly 'running-agent': 'run-agent'
  readonly 'judging-changes': 'judge-changes'
  readonly 'building-candidate': 'build-candidate'
  readonly verifying: 'run-verification'
  readonly committing: 'create-commit'
  readonly 'moving-ref': 'move-ref'
  readonly 'recording-commit': 'record-commit'
  readonly 'discarding-attempt': 'discard-attempt'
  readonly 'blocking-unit': 'block-unit'
}

const effects: UnitEffectNames = {
  'writing-prompt': 'write-prompt',
  'running-agent': 'run-agent',
  'judging-changes': 'judge-changes',
  'building-candidate': 'build-candidate',
  verifying: 'run-verification',
  committing: 'create-commit',
  'moving-ref': 'move-ref',
  'recording-commit': 'record-commit',
  'discarding-attempt': 'discard-attempt',
  'blocking-unit': 'block-unit',
}

/** The effects of a unit as data. */
export const unitOrder: readonly UnitEffect['do'][] = Object.values<UnitEffect['do']>({ ...effects })

type StateOf<A extends UnitState['at']> = Extract<UnitState, { at: A }>

/** One order for the performer: the effect's name and the state it is for. */
export type UnitEffect = {
  readonly [A in keyof UnitEffectNames]: { readonly do: UnitEffectNames[A]; readonly state: StateOf<A> }
}[keyof UnitEffectNames]

/** Each state asks for exactly one effect, so a saved state is enough to resume. */
export function unitEffectOf(state: Exclude<UnitState, FinishedUnit>): UnitEffect {
  // The table above pairs each state with its effect; TypeScript cannot follow the pair through the lookup.
  return { do: effects[state.at], state } as UnitEffect
}
