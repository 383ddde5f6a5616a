/** Anything with a `type`: a fact that an effect brought back. */
export interface Typed {
  readonly type: string
}

/** Anything with an `at`: where a machine is. */
export interface Placed {
  readonly at: string
}

type Row<S extends Placed, E extends Typed, P> = {
  readonly [T in E['type']]?: (event: Extract<E, { type: T }>, state: S, policy: P) => Placed
}

/** For each state, the events it accepts and the state each leads to. */
export type Table<S extends Placed, E extends Typed, P> = {
  readonly [A in S['at']]: Row<Extract<S, { at: A }>, E, P>
}

/**
 * Takes one step. Pure. An event that the table does not name in this state is a bug in the driver, so it throws with both names.
 */
export function step<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  state: S,
  event: E,
  policy: P,
): S {
  // TypeScript cannot see that a row, its state and its event belong together, so this line says so.
  const row = table[state.at as S['at']] as Partial<Record<string, (event: E, state: S, policy: P) => S>>
  const rule = row[event.type]
  if (rule === undefined) throw new Error(`no transition from "${state.at}" on "${event.type}"`)
  return rule(event, state, policy)
}

/** The events that a state accepts: for tests and for the diagrams in the docs. */
export function acceptedEvents<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  at: S['at'],
): E['type'][] {
  return Object.keys(table[at])
}
