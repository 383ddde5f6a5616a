/** An effect could not be done although the driver is right: disk, git, permissions. The run ends and says how to go on. */
export interface EffectFailed {
  readonly type: 'effect-failed'
  /** The code of the AppError behind it. */
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly exitCode: number
}

/** A signal arrived while an effect could still be cut short. */
export interface Interrupted {
  readonly type: 'interrupted'
  readonly signal: StopSignal
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** Why something ended that no rule of the method foresaw. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly exitCode: number
}

/** The failure that an event reports. */
export function toFailure({ code, message, hint, exitCode }: EffectFailed): Failure {
  return { code, message, exitCode, ...(hint === undefined ? {} : { hint }) }
}
