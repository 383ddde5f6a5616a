/** One step through a table. */
export interface Step<S, E> {
  readonly from: S
  readonly event: E
  readonly to: S
}

/** A machine with, for each event, one example of every answer that it could treat differently. */
export interface Explored<S extends { readonly at: string }, E extends { readonly type: string }> {
  readonly start: S
  readonly accepted: (at: S['at']) => readonly E['type'][]
  readonly transition: (state: S, event: E) => S
  readonly examples: {
    readonly [T in E['type']]: (state: S, past: readonly Step<S, E>[]) => readonly Extract<E, { type: T }>[]
  }
}

/** Every run there is, as its list of steps. A run that does not end is a bug, and throws. */
export function* everyRun<S extends { readonly at: string }, E extends { readonly type: string }>(
  machine: Explored<S, E>,
  state: S = machine.start,
  past: readonly Step<S, E>[] = [],
): Generator<readonly Step<S, E>[]> {
  if (past.length > 60) throw new Error(`a run does not end: ${storyOf(past)}`)
  if (state.at === 'finished') yield past
  for (const type of machine.accepted(state.at)) {
    // The key and the type of its examples belong together by the type of `examples`.
    const examples = machine.examples[type](state, past) as readonly E[]
    for (const event of examples) {
      const to = machine.transition(state, event)
      yield* everyRun(machine, to, [...past, { from: state, event, to }])
    }
  }
}

/** A run as its events: what a failing test prints. */
export function storyOf(run: readonly { readonly event: { readonly type: string } }[]): string {
  return run.map(({ event }) => event.type).join(' > ')
}

/** The stories of the first runs for which a promise does not hold. */
export function storiesOf<S, E extends { readonly type: string }>(
  runs: readonly (readonly Step<S, E>[])[],
  isWrong: (run: readonly Step<S, E>[]) => boolean,
): readonly string[] {
  return runs.filter(isWrong).slice(0, 5).map(storyOf)
}
