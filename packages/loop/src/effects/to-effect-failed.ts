import { AppError, toSystemProblem } from '@gatecycle/diagnostics'
import type { EffectFailed } from '../machine/failure.ts'

/** An expected failure as an event; a bug (TypeError and the like) is thrown on and ends the run as one. */
export function toEffectFailed(error: unknown): EffectFailed {
  const expected = error instanceof AppError ? error : toSystemProblem(error)
  if (expected === undefined) throw error
  const { code, message, hint, exitCode } = expected
  return { type: 'effect-failed', code, message, exitCode, ...(hint === undefined ? {} : { hint }) }
}
