import type { EffectFailed, Interrupted } from '../../src/machine/failure.ts'

export const effectFailed: EffectFailed = {
  type: 'effect-failed',
  code: 'SYSTEM_ENOSPC',
  message: 'no space left on the device',
  hint: 'mend it',
  exitCode: 30,
}

export const interrupted: Interrupted = { type: 'interrupted', signal: 'SIGTERM' }
