import { toFailure, type EffectFailed } from './failure.ts'
import type { GateEvent, GateOutcome, GateState, Progress } from './gate-state.ts'
import type { UnitOutcome } from './unit-attempt.ts'
import { effectOf, step, type Active, type Effect, type Table } from './table.ts'

const finish = (outcome: GateOutcome): GateState => ({ at: 'finished', outcome })
const broken = {
  'effect-failed': (event: EffectFailed): GateState => finish({ kind: 'failed', failure: toFailure(event) }),
}

function afterProgress(progress: Progress, after: string | undefined): GateState {
  if (progress.kind === 'ready') return { at: 'running-unit', unit: progress.unit }
  if (progress.kind === 'complete') return { at: 'closing-gate' }
  if (progress.kind === 'stuck' || progress.kind === 'unit-waits') return finish(progress)
  if (progress.kind === 'unit-done') return finish({ ...progress, already: after !== progress.unit })
  return finish({ kind: 'blocked', units: progress.units, tampering: false })
}

function afterUnit(unit: string, outcome: UnitOutcome): GateState {
  if (outcome.kind === 'committed') return { at: 'heeding-requests', after: unit }
  if (outcome.kind !== 'blocked') return finish(outcome)
  // Units that do not depend on a blocked one go on; after tampering nothing does.
  return outcome.reason === 'tampering'
    ? finish({ kind: 'blocked', units: [unit], tampering: true })
    : { at: 'heeding-requests', after: undefined }
}

/** The whole life of a gate under way. */
export const gateTable: Table<GateState, GateEvent, undefined> = {
  // Between two units a person may stop the run, or hold it for a while.
  'heeding-requests': {
    do: 'heed-requests',
    on: {
      ...broken,
      'nothing-requested': (_event, { after }) => ({ at: 'reading-progress', after }),
      'stop-requested': () => finish({ kind: 'stopped' }),
      interrupted: ({ signal }) => finish({ kind: 'interrupted', signal }),
    },
  },
  'reading-progress': {
    do: 'read-progress',
    on: { ...broken, 'progress-read': ({ progress }, { after }) => afterProgress(progress, after) },
  },
  'running-unit': {
    do: 'run-unit',
    on: { ...broken, 'unit-finished': ({ outcome }, { unit }) => afterUnit(unit, outcome) },
  },
  'closing-gate': {
    do: 'close-gate',
    on: { ...broken, 'gate-closed': () => finish({ kind: 'reached' }) },
  },
}

/** What a state of the gate asks for. */
export function gateEffectOf(state: Active<GateState>): Effect<GateState> {
  return effectOf(gateTable, state)
}

/** One step of a gate. Pure. */
export function gateTransition(state: GateState, event: GateEvent): GateState {
  return step(gateTable, state, event, undefined)
}
