/** Anything with a `type`: a fact that an effect brought back. */
export interface Typed {
  readonly type: string
}

/** Anything with an `at`: where a machine is. */
export interface Placed {
  readonly at: string
}

/** The states that ask for something: all but the last. */
export type Active<S extends Placed> = Exclude<S, { readonly at: 'finished' }>

type Row<S extends Placed, E extends Typed, P> = {
  /** The effect that the state asks for. */
  readonly do: string
  /** The events it can bring back, and the state each leads to. */
  readonly on: { readonly [T in E['type']]?: (event: Extract<E, { type: T }>, state: S, policy: P) => Placed }
}

/** For each state its one effect, the events it accepts and the state each leads to; `X` is what a machine adds to its rows. */
export type Table<S extends Placed, E extends Typed, P, X extends object = object> = {
  readonly [A in Active<S>['at']]: Row<Extract<S, { at: A }>, E, P> & X
}

/** What a state asks for: the effect's name and the state it is done for. */
export interface Effect<S extends Placed> {
  readonly do: string
  readonly state: Active<S>
}

/** Each state asks for exactly one effect, so a saved state is enough to resume. */
export function effectOf<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  state: Active<S>,
): Effect<S> {
  // A state that is not the last has a row by the type of the table.
  return { do: table[state.at as Active<S>['at']].do, state }
}

/** The effects of a machine as data, in the order of its table. */
export function effectNames<S extends Placed, E extends Typed, P>(table: Table<S, E, P>): readonly string[] {
  // Every row has its effect by the type of the table.
  return Object.values(table as Readonly<Record<string, { readonly do: string }>>).map(({ do: name }) => name)
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
  const on = rowOf(table, state.at)?.on as
    | Partial<Record<string, (event: E, state: S, policy: P) => S>>
    | undefined
  const rule = on?.[event.type]
  if (rule === undefined) throw new Error(`no transition from "${state.at}" on "${event.type}"`)
  return rule(event, state, policy)
}

/** The events that a state accepts: for tests and for the diagrams in the docs. */
export function acceptedEvents<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  at: S['at'],
): E['type'][] {
  return Object.keys(rowOf(table, at)?.on ?? {})
}

/** Whether a signal may keep the effect of a state from starting; the others are short and are always finished. */
export function mayInterrupt<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  at: S['at'],
): boolean {
  return acceptedEvents(table, at).includes('interrupted')
}

function rowOf<S extends Placed, E extends Typed, P>(
  table: Table<S, E, P>,
  at: S['at'],
): { readonly on: object } | undefined {
  // The last state has no row.
  return (table as Partial<Record<string, { readonly on: object }>>)[at]
}
