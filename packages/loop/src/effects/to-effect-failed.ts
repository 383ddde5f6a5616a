import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { EffectFailed } from '../machine/failure.ts'

/** The system calls that fail although the driver is right, and what each means to a person. */
const systemProblems: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  EIO: 'the device reported an error',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this system',
}

/** An expected failure as an event; a bug (TypeError and the like) is thrown on and ends the run as one. */
export function toEffectFailed(error: unknown): EffectFailed {
  if (error instanceof AppError) {
    const { code, message, hint, exitCode } = error
    return { type: 'effect-failed', code, message, exitCode, ...(hint === undefined ? {} : { hint }) }
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words = systemProblems[code]
  if (words === undefined) throw error
  return {
    type: 'effect-failed',
    code: `SYSTEM_${code}`,
    message: `${words}: ${error instanceof Error ? error.message : code}`,
    hint: 'mend it and type the same command again: nothing is lost',
    exitCode: exitCodes.environment,
  }
}
