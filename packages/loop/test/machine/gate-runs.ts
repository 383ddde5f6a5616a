import type { GateEvent, GateState, Progress } from '../../src/machine/gate-state.ts'
import type { UnitOutcome } from '../../src/machine/unit-attempt.ts'
import { gateTable, gateTransition } from '../../src/machine/gate-table.ts'
import { acceptedEvents } from '../../src/machine/table.ts'
import { everyRun, type Explored, type Step } from './every-run.ts'
import { effectFailed, interrupted } from './failures.ts'

export type GateStep = Step<GateState, GateEvent>
export type GateRun = readonly GateStep[]

/** A gate of this many units: the table has no end of its own, since its memory is the run ref. */
export const unitCount = 3

const ends: readonly UnitOutcome[] = [
  { kind: 'committed', commit: 'c1', attempts: 1 },
  { kind: 'blocked', reason: 'attempts_exhausted', summary: 'red' },
  { kind: 'blocked', reason: 'agent_reported_blocked', summary: 'unclear' },
  { kind: 'blocked', reason: 'tampering', summary: 'PLAN.md' },
  { kind: 'environment', summary: 'no login' },
  { kind: 'parked', summary: 'limit' },
  { kind: 'interrupted', signal: 'SIGINT' },
  { kind: 'failed', failure: { code: 'X', message: 'x', exitCode: 30 } },
]

/** What a run ref can say after some units: one is ready while there are any, and any other answer at any time. */
function progressAfter(past: GateRun): readonly Progress[] {
  const done = past.filter(({ event }) => event.type === 'unit-finished').length
  const ready: Progress[] = done < unitCount ? [{ kind: 'ready', unit: `T0${done + 1}` }] : []
  return [
    ...ready,
    { kind: 'complete' },
    { kind: 'blocked', units: ['T01', 'T02'] },
    { kind: 'stuck', reasons: ['T03 waits for T02, which is abandoned'] },
    { kind: 'unit-waits', reason: 'T03 waits for T02' },
    { kind: 'unit-done', unit: 'T01' },
  ]
}

/** The gate's table with its examples. */
export const exploredGate: Explored<GateState, GateEvent> = {
  start: { at: 'heeding-requests', after: undefined },
  accepted: (at) => acceptedEvents(gateTable, at),
  transition: gateTransition,
  examples: {
    'nothing-requested': () => [{ type: 'nothing-requested' }],
    'stop-requested': () => [{ type: 'stop-requested' }],
    interrupted: () => [interrupted],
    'progress-read': (_state, past) =>
      progressAfter(past).map((progress) => ({ type: 'progress-read', progress })),
    'unit-finished': () => ends.map((outcome) => ({ type: 'unit-finished', outcome })),
    'gate-closed': () => [{ type: 'gate-closed' }],
    'effect-failed': () => [effectFailed],
  },
}

/** Every run of a gate with three units. */
export const gateRuns: readonly GateRun[] = [...everyRun(exploredGate)]
