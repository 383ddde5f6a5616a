import { toFailure, type EffectFailed, type Interrupted } from './failure.ts'
import { discard, type Decided } from './unit-decisions.ts'
import type { Evidence } from './unit-attempt.ts'
import type { UnitState } from './unit-state.ts'

type At<A extends UnitState['at']> = Extract<UnitState, { at: A }>

/** The way out of everything: an effect that could not be done ends the unit here. */
export const broken = {
  'effect-failed': (
    event: EffectFailed,
    state: { readonly attempt: number; readonly history: readonly Evidence[] },
  ): UnitState => ({
    at: 'finished',
    outcome: { kind: 'failed', failure: toFailure(event) },
    attempt: state.attempt,
    history: state.history,
  }),
}

/** The way out of everything that may be cut short: what was done is kept, the attempt does not count. */
export const cut: typeof broken & {
  readonly interrupted: (event: Interrupted, state: Decided) => UnitState
} = {
  ...broken,
  interrupted: ({ signal }: Interrupted, state: Decided): UnitState => {
    const outcome = { kind: 'interrupted', signal } as const
    return discard(state, { outcome: 'interrupted', summary: signal }, false, { go: 'stop', outcome })
  },
}

/** A state without an attempt of its own, as one that may fail. */
export const whole = (
  state: At<'blocking-unit'> | At<'discarding-attempt'>,
): { attempt: number; history: readonly Evidence[] } => ({
  attempt: state.at === 'discarding-attempt' ? state.failed.attempt : state.history.length,
  history: state.history,
})
