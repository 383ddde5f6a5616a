import {
  createProblem,
  type EventProblem,
  type EventType,
  type OlderEvent,
  type SealedEvent,
} from '@gatecycle/event-schema'

/** Looks at each event of a log in its order; what one event says must fit to what those before said. */
export type InvariantCheck = (event: SealedEvent | OlderEvent) => readonly EventProblem[]

interface Seen {
  /** The latest time, and the milliseconds it stands for. */
  latest: { readonly text: string; readonly ms: number } | undefined
  /** Units that were started. */
  readonly started: Set<string>
  /** Attempts under way: unit → number. */
  readonly attempts: Map<string, number>
  readonly landed: Set<string>
  /** Armings by name. */
  readonly arms: Set<string>
  /** Gates (`feature gate`) that are armed and not reached yet. */
  readonly armed: Set<string>
  readonly reached: Set<string>
}

/** A check that has seen nothing yet. */
export function createInvariantCheck(): InvariantCheck {
  const seen: Seen = {
    latest: undefined,
    started: new Set(),
    attempts: new Map(),
    landed: new Set(),
    arms: new Set(),
    armed: new Set(),
    reached: new Set(),
  }
  return (event) => [...checkTime(seen, event), ...checkMeaning(seen, event)]
}

function checkTime(seen: Seen, { timestamp }: SealedEvent | OlderEvent): readonly EventProblem[] {
  // oxlint-disable-next-line no-restricted-globals -- reads a text, not the clock
  const ms = Date.parse(timestamp)
  const { latest } = seen
  if (latest === undefined || ms >= latest.ms) {
    seen.latest = { text: timestamp, ms }
    return []
  }
  return [
    createProblem('EV402', '/timestamp', `timestamp is ${timestamp}, and ${latest.text} stands before it`),
  ]
}

function checkMeaning(seen: Seen, event: SealedEvent | OlderEvent): readonly EventProblem[] {
  if (!('schema' in event)) return checkOlder(seen, event)
  const check = checks[event.event_type] as Check<EventType> | undefined
  return check?.(seen, event) ?? []
}

/** Older tools write no event when an attempt starts: the unit has to be started. */
function checkOlder(seen: Seen, { event_type, correlation_id }: OlderEvent): readonly EventProblem[] {
  if (event_type === 'task_started') seen.started.add(correlation_id)
  const needsStart = event_type === 'attempt_outcome' || event_type === 'task_completed'
  if (!needsStart || seen.started.has(correlation_id)) return []
  return [
    createProblem('EV401', '/event_type', `${correlation_id} was never started before this ${event_type}`),
  ]
}

type Check<Type extends EventType> = (seen: Seen, event: SealedEvent<Type>) => readonly EventProblem[]

const checks: { readonly [Type in EventType]?: Check<Type> } = {
  gate_armed: takeArming,
  task_started: takeTask,
  attempt_started: takeStart,
  attempt_outcome: takeOutcome,
  unit_committed: takeLanding,
  gate_reached: takeGate,
  run_ended: takeEnd,
}

function takeArming(
  seen: Seen,
  { correlation_id, payload }: SealedEvent<'gate_armed'>,
): readonly EventProblem[] {
  const gate = `${correlation_id} ${payload.gate}`
  seen.armed.add(gate)
  seen.reached.delete(gate)
  const isKnown = seen.arms.has(payload.arm_id)
  seen.arms.add(payload.arm_id)
  return isKnown
    ? [createProblem('EV405', '/payload/arm_id', `the arming ${payload.arm_id} was there before`)]
    : []
}

function takeTask(
  seen: Seen,
  { correlation_id, payload }: SealedEvent<'task_started'>,
): readonly EventProblem[] {
  const feature = featureOf(correlation_id)
  if (seen.armed.has(`${feature} ${payload.gate}`)) return []
  const message = `${correlation_id} was started, but gate ${payload.gate} of ${feature} is not armed`
  return [createProblem('EV404', '/payload/gate', message)]
}

function takeStart(
  seen: Seen,
  { correlation_id, payload }: SealedEvent<'attempt_started'>,
): readonly EventProblem[] {
  const open = seen.attempts.get(correlation_id)
  seen.attempts.set(correlation_id, payload.attempt)
  if (open === undefined) return []
  return [
    createProblem('EV401', '/payload/attempt', `attempt ${open} of ${correlation_id} has no attempt_outcome`),
  ]
}

function takeOutcome(
  seen: Seen,
  { correlation_id, payload }: SealedEvent<'attempt_outcome'>,
): readonly EventProblem[] {
  const open = seen.attempts.get(correlation_id)
  seen.attempts.delete(correlation_id)
  if (open === payload.attempt) return []
  const message = `attempt ${payload.attempt} of ${correlation_id} has no attempt_started`
  return [createProblem('EV401', '/payload/attempt', message)]
}

function takeLanding(seen: Seen, { correlation_id }: SealedEvent<'unit_committed'>): readonly EventProblem[] {
  const isKnown = seen.landed.has(correlation_id)
  seen.landed.add(correlation_id)
  return isKnown ? [createProblem('EV403', '/correlation_id', `${correlation_id} was committed before`)] : []
}

function takeGate(
  seen: Seen,
  { correlation_id, payload }: SealedEvent<'gate_reached'>,
): readonly EventProblem[] {
  const gate = `${correlation_id} ${payload.gate}`
  const isKnown = seen.reached.has(gate)
  seen.reached.add(gate)
  seen.armed.delete(gate)
  return isKnown ? [createProblem('EV406', '/payload/gate', `gate ${payload.gate} was reached before`)] : []
}

function takeEnd(seen: Seen, { correlation_id }: SealedEvent<'run_ended'>): readonly EventProblem[] {
  const open = [...seen.attempts].filter(([unit]) => featureOf(unit) === featureOf(correlation_id))
  for (const [unit] of open) seen.attempts.delete(unit)
  return open.map(([unit, attempt]) => {
    return createProblem(
      'EV401',
      '/event_type',
      `the run ended, and attempt ${attempt} of ${unit} has no attempt_outcome`,
    )
  })
}

/** `FEAT-2026-0007/T01` is of FEAT-2026-0007, `INIT-2026-0001/F02/T01` of INIT-2026-0001/F02. */
function featureOf(correlation: string): string {
  return correlation
    .split('/')
    .slice(0, correlation.startsWith('INIT-') ? 2 : 1)
    .join('/')
}
