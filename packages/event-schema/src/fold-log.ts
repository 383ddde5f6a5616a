import type { EventPayloads, EventType, SealedEvent } from './events.ts'

/** What a log says about one unit. */
export interface UnitState {
  readonly status: 'started' | 'committed' | 'done' | 'blocked'
  readonly gate: number
  /** Attempts that ended and were counted. */
  readonly attempts: number
  readonly lastOutcome: EventPayloads['attempt_outcome']['outcome'] | undefined
  /** US dollars over all attempts; undefined as soon as one is unknown. */
  readonly costUsd: number | undefined
  readonly durationMs: number
  readonly commit: string | undefined
  readonly tree: string | undefined
  readonly escalation: EventPayloads['human_escalation'] | undefined
}

/** What a log says about one gate. */
export interface GateState {
  readonly arm: EventPayloads['gate_armed'] | undefined
  readonly isReached: boolean
  readonly isTerminal: boolean
}

/** What a log says about a feature: the part of its state that does not need the repository. */
export interface LogState {
  readonly units: ReadonlyMap<string, UnitState>
  readonly gates: ReadonlyMap<number, GateState>
  /** A run that has begun and not ended. */
  readonly openRun: EventPayloads['run_started'] | undefined
  readonly acceptance: EventPayloads['feature_accepted'] | undefined
  readonly isDone: boolean
}

/** The state before the first event. */
export const emptyLogState: LogState = {
  units: new Map(),
  gates: new Map(),
  openRun: undefined,
  acceptance: undefined,
  isDone: false,
}

/** The state after all these events, in order; `before` continues an earlier fold, so that nothing is read twice. */
export function foldLog(events: Iterable<SealedEvent>, before: LogState = emptyLogState): LogState {
  let state = before
  for (const event of events) state = foldEvent(state, event)
  return state
}

/** The state after one more event. */
export function foldEvent(state: LogState, event: SealedEvent): LogState {
  // the fold of a type takes events of that type: the table says so, the index alone does not
  const fold = folds[event.event_type] as Fold<EventType>
  return fold(state, event)
}

type Fold<Type extends EventType> = (state: LogState, event: SealedEvent<Type>) => LogState

const unchanged = (state: LogState): LogState => state

const folds: { readonly [Type in EventType]: Fold<Type> } = {
  gate_armed: (state, { payload }) => withGate(state, payload.gate, { arm: payload, isReached: false }),
  run_started: (state, { payload }) => ({ ...state, openRun: payload }),
  run_ended: (state) => ({ ...state, openRun: undefined }),
  baseline_probed: unchanged,
  task_started: (state, { correlation_id: unit, payload }) => {
    return withUnit(state, unit, { status: 'started', gate: payload.gate, escalation: undefined })
  },
  prompt_written: unchanged,
  attempt_started: unchanged,
  agent_exited: unchanged,
  violation_recorded: unchanged,
  oracle_surface_changed: unchanged,
  ignored_files_made: unchanged,
  verification_started: unchanged,
  command_run: unchanged,
  verification_finished: unchanged,
  tests_compared: unchanged,
  tests_weakened: unchanged,
  attempt_outcome: (state, { correlation_id: unit, payload }) => {
    const before = state.units.get(unit) ?? newUnit
    const { cost_usd: cost, duration_ms: duration, counted, outcome } = payload
    return withUnit(state, unit, {
      attempts: before.attempts + (counted ? 1 : 0),
      lastOutcome: outcome,
      costUsd: before.costUsd === undefined || cost === null ? undefined : before.costUsd + cost,
      durationMs: before.durationMs + duration,
    })
  },
  unit_committed: (state, { correlation_id: unit, payload }) => {
    return withUnit(state, unit, { status: 'committed', commit: payload.commit, tree: payload.tree })
  },
  task_completed: (state, { correlation_id: unit }) => withUnit(state, unit, { status: 'done' }),
  unit_undone: (state, { correlation_id: unit }) => {
    return withUnit(state, unit, { status: 'started', commit: undefined, tree: undefined })
  },
  front_matter_mended: (state, { correlation_id: unit, payload }) => {
    return withUnit(state, unit, { status: payload.to === 'done' ? 'done' : 'started' })
  },
  human_escalation: (state, { correlation_id: unit, payload }) => {
    return state.units.has(unit) ? withUnit(state, unit, { status: 'blocked', escalation: payload }) : state
  },
  rescue_created: unchanged,
  reconciled: unchanged,
  gate_reached: (state, { payload }) => {
    return withGate(state, payload.gate, { isReached: true, isTerminal: payload.terminal })
  },
  terminal_flips: (state) => ({ ...state, isDone: true }),
  feature_accepted: (state, { payload }) => ({ ...state, acceptance: payload }),
}

const newUnit: UnitState = {
  status: 'started',
  gate: 0,
  attempts: 0,
  lastOutcome: undefined,
  costUsd: 0,
  durationMs: 0,
  commit: undefined,
  tree: undefined,
  escalation: undefined,
}

function withUnit(state: LogState, unit: string, change: Partial<UnitState>): LogState {
  const next = { ...(state.units.get(unit) ?? newUnit), ...change }
  return { ...state, units: new Map(state.units).set(unit, next) }
}

const newGate: GateState = { arm: undefined, isReached: false, isTerminal: false }

function withGate(state: LogState, gate: number, change: Partial<GateState>): LogState {
  const next = { ...(state.gates.get(gate) ?? newGate), ...change }
  return { ...state, gates: new Map(state.gates).set(gate, next) }
}
