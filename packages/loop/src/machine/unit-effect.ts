import type { FinishedUnit, UnitState } from './unit-state.ts'

/** What to do next for a unit: its state says it, and holds what is needed. */
const effects = {
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
} as const satisfies Record<Exclude<UnitState, FinishedUnit>['at'], string>

type StateOf<A extends UnitState['at']> = Extract<UnitState, { at: A }>

/** One order for the performer: the effect's name and the state it is for. */
export type UnitEffect = {
  readonly [A in keyof typeof effects]: { readonly do: (typeof effects)[A]; readonly state: StateOf<A> }
}[keyof typeof effects]

/** Each state asks for exactly one effect, so a saved state is enough to resume. */
export function unitEffectOf(state: Exclude<UnitState, FinishedUnit>): UnitEffect {
  // The table above pairs each state with its effect; TypeScript cannot follow the pair through the lookup.
  return { do: effects[state.at], state } as UnitEffect
}
