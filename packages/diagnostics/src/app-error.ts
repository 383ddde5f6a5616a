import { exitCodes, type ExitCode } from './exit-code.ts'

export interface AppErrorOptions {
  /** What the user can do now; one command where there is one. */
  readonly hint?: string
  readonly exitCode?: ExitCode
  readonly cause?: unknown
}

/** The command cannot do its work and the user can act. Anything else that is thrown is a bug. */
export class AppError extends Error {
  /** SCREAMING_SNAKE, permanent, documented in docs/errors.md. */
  readonly code: string
  readonly hint: string | undefined
  readonly exitCode: ExitCode

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.hint = options.hint
    this.exitCode = options.exitCode ?? exitCodes.usage
  }
}
