import { exitCodes, type ExitCode } from '@gatecycle/diagnostics'
import type { RunOutcome } from '../machine/run-state.ts'

/** The one place where the end of a run becomes an exit code. */
export function exitCodeOf(outcome: RunOutcome, options: { readonly detailed: boolean }): ExitCode {
  if (outcome.kind === 'gate-reached') return options.detailed ? exitCodes.gateReached : exitCodes.ok
  if (outcome.kind === 'blocked') return outcome.tampering ? exitCodes.tampering : exitCodes.unitBlocked
  if (outcome.kind === 'interrupted') return signalCodes[outcome.signal]
  if (outcome.kind === 'unit-done') return outcome.already ? exitCodes.refused : exitCodes.ok
  if (outcome.kind === 'failed') return known(outcome.failure.exitCode)
  return codes[outcome.kind]
}

const signalCodes = {
  SIGHUP: exitCodes.hangup,
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
} as const

type Plain = Exclude<RunOutcome['kind'], 'gate-reached' | 'blocked' | 'interrupted' | 'unit-done' | 'failed'>
const codes = {
  'feature-done': exitCodes.refused,
  'not-armed': exitCodes.notArmed,
  'lock-held': exitCodes.lockHeld,
  'plan-refused': exitCodes.refused,
  'baseline-red': exitCodes.baselineRed,
  environment: exitCodes.environment,
  stuck: exitCodes.graphStuck,
  parked: exitCodes.parked,
  stopped: exitCodes.interrupted,
  'unit-waits': exitCodes.refused,
} as const satisfies Record<Plain, ExitCode>

function known(code: number): ExitCode {
  return Object.values(exitCodes).find((value) => value === code) ?? exitCodes.internal
}
