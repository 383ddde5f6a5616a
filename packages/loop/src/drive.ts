import { toEffectFailed } from './effects/to-effect-failed.ts'
import { faultPoint } from './adapters/system/fault-point.ts'
import type { EffectFailed, Interrupted } from './machine/failure.ts'
import type { Placed, Typed } from './machine/table.ts'

/** A machine and its way to the world. */
export interface Drive<
  S extends Placed,
  F extends S & { readonly at: 'finished' },
  E extends Typed,
  O extends { readonly do: string },
> {
  readonly machine: string
  readonly start: S
  readonly effectOf: (state: Exclude<S, F>) => O
  readonly perform: (effect: O) => Promise<E | EffectFailed | Interrupted>
  readonly transition: (state: S, event: E) => S
  /** Called before an effect with where the machine is, and after it with the fact. */
  readonly record: (event: E) => Promise<void>
}

/** Runs a machine to its end: do what the state asks, write down what happened, move on. */
export async function drive<
  S extends Placed,
  F extends S & { readonly at: 'finished' },
  E extends Typed,
  O extends { readonly do: string },
>({ machine, start, effectOf, perform, transition, record }: Drive<S, F, E, O>): Promise<F> {
  const isFinished = (at: S): at is F => at.at === 'finished'
  let state = start
  while (!isFinished(state)) {
    // Narrowing a generic state by exclusion is beyond TypeScript; the loop's condition is the proof.
    const effect = effectOf(state as Exclude<S, F>)
    // The event types of every machine include the two general ones.
    const event = (await attempt(`${machine}/${effect.do}`, async () => perform(effect))) as E
    await record(event)
    faultPoint(`${machine}/${effect.do}/journaled`)
    state = transition(state, event)
  }
  return state
}

async function attempt<E>(name: string, perform: () => Promise<E>): Promise<E | EffectFailed> {
  try {
    faultPoint(`${name}/before`)
    const event = await perform()
    faultPoint(`${name}/after`)
    return event
  } catch (error) {
    return toEffectFailed(error)
  }
}
