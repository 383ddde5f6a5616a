import type { FinishedRun, RunState } from './run-state.ts'

/** The effect of each state, in the order of a run. */
export interface RunEffectNames {
  readonly 'acquiring-lock': 'acquire-lock'
  readonly reconciling: 'reconcile'
  readonly 'loading-plan': 'load-plan'
  readonly 'checking-arm': 'check-arm'
  readonly 'checking-environment': 'check-environment'
  readonly 'preparing-worktree': 'prepare-worktree'
  readonly 'probing-baseline': 'probe-baseline'
  readonly 'running-gate': 'run-gate'
  readonly publishing: 'publish'
  readonly 'releasing-lock': 'release-lock'
}

const effects: RunEffectNames = {
  'acquiring-lock': 'acquire-lock',
  reconciling: 'reconcile',
  'loading-plan': 'load-plan',
  'checking-arm': 'check-arm',
  'checking-environment': 'check-environment',
  'preparing-worktree': 'prepare-worktree',
  'probing-baseline': 'probe-baseline',
  'running-gate': 'run-gate',
  publishing: 'publish',
  'releasing-lock': 'release-lock',
}

export type RunEffectName = RunEffectNames[keyof RunEffectNames]

export interface RunEffect {
  readonly do: RunEffectName
  readonly state: Exclude<RunState, FinishedRun>
}

/** The order of a run as data: what is done in which state, from the lock to its release. */
export const runOrder: readonly RunEffectName[] = Object.values<RunEffectName>({ ...effects })

/** Each state asks for exactly one effect. */
export function runEffectOf(state: Exclude<RunState, FinishedRun>): RunEffect {
  return { do: effects[state.at], state }
}
