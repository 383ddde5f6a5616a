import type { GateOutcome } from '../../src/machine/gate-state.ts'
import type { RunEvent, RunState } from '../../src/machine/run-state.ts'
import { runTable, runTransition } from '../../src/machine/run-table.ts'
import { acceptedEvents } from '../../src/machine/table.ts'
import { everyRun, type Explored, type Step } from './every-run.ts'
import { effectFailed, interrupted } from './failures.ts'

export type RunStep = Step<RunState, RunEvent>
export type Run = readonly RunStep[]

/** One of each end of a gate that the run tells apart. */
export const gateOutcomes: readonly GateOutcome[] = [
  { kind: 'reached' },
  { kind: 'blocked', units: ['T01'], tampering: false },
  { kind: 'blocked', units: ['T01'], tampering: true },
  { kind: 'stuck', reasons: ['T01 waits for T02'] },
  { kind: 'environment', summary: 'no login' },
  { kind: 'parked', summary: 'limit' },
  { kind: 'interrupted', signal: 'SIGINT' },
  { kind: 'stopped' },
  { kind: 'unit-done', unit: 'T01', already: false },
  { kind: 'unit-done', unit: 'T01', already: true },
  { kind: 'unit-waits', reason: 'T02 waits for T01' },
  { kind: 'failed', failure: { code: 'X', message: 'x', exitCode: 30 } },
]

const gates = [
  { number: 1, terminal: false },
  { number: 2, terminal: true },
]

/** The run's table with its examples. */
export const exploredRun: Explored<RunState, RunEvent> = {
  start: { at: 'acquiring-lock' },
  accepted: (at) => acceptedEvents(runTable, at),
  transition: runTransition,
  examples: {
    'lock-acquired': () => [{ type: 'lock-acquired' }],
    'lock-refused': () => [{ type: 'lock-refused', holder: 'pid 7' }],
    reconciled: () => [{ type: 'reconciled' }],
    'plan-loaded': () => [{ type: 'plan-loaded' }],
    'plan-refused': () => [{ type: 'plan-refused', errors: 2 }],
    'gate-armed': () => gates.map((gate) => ({ type: 'gate-armed', gate })),
    'gate-not-armed': () => [{ type: 'gate-not-armed', gate: 1, reason: 'never' }],
    'gate-waiting': () => gates.map((gate) => ({ type: 'gate-waiting', gate })),
    'no-gate-left': () => [{ type: 'no-gate-left' }],
    'environment-ready': () => [{ type: 'environment-ready' }],
    'environment-lacking': () => [{ type: 'environment-lacking', summary: 'no agent' }],
    'worktree-ready': () => [{ type: 'worktree-ready' }],
    'commit-possible': () => [{ type: 'commit-possible' }],
    'baseline-green': () => [{ type: 'baseline-green' }],
    'baseline-red': () => [{ type: 'baseline-red', failing: ['code/tests'] }],
    'gate-finished': () => gateOutcomes.map((outcome) => ({ type: 'gate-finished', outcome })),
    published: () => [
      { type: 'published', publication: { kind: 'published', branch: 'feat/x' } },
      { type: 'published', publication: { kind: 'unchanged' } },
      {
        type: 'published',
        publication: { kind: 'waiting', branch: 'feat/x', reason: 'in use', command: 'git merge' },
      },
    ],
    'lock-released': () => [{ type: 'lock-released' }],
    interrupted: () => [interrupted],
    'effect-failed': () => [effectFailed],
  },
}

/** Every run there is. */
export const runs: readonly Run[] = [...everyRun(exploredRun)]
