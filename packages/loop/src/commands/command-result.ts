import { AppError, type ExitCode } from '@gatecycle/diagnostics'

/** The commands around a run. */
type OtherCommand =
  | 'stop'
  | 'pause'
  | 'resume'
  | 'unlock'
  | 'rescue'
  | 'undo'
  | 'resync'
  | 'rebuild'
  | 'prove'

/** What a command of `loop` came to, as one object: the last line of `--json`, per schemas/loop-result.schema.json. */
export interface CommandResult {
  readonly command: 'run' | 'dry-run' | 'arm' | 'status' | 'accept' | 'config' | 'init' | OtherCommand
  readonly exitCode: ExitCode
  /** A word that a script can branch on. */
  readonly outcome: string
  readonly message: string
  readonly feature?: string
  readonly gate?: number
  /** The next command to type, where there is one. */
  readonly next?: string
  readonly branch?: {
    readonly name: string
    readonly state: 'published' | 'unchanged' | 'waiting'
    readonly command?: string
  }
  /** The command's own answer: the plan of a dry run, the states of `status`. */
  readonly detail?: unknown
  /** What a person gets on stdout; not part of the JSON. */
  readonly text: string
}

/** One line of JSON. */
export function renderResultJson({ text: _text, ...result }: CommandResult): string {
  return `${JSON.stringify({ type: 'result', version: 1, ...result })}\n`
}

/** The same line for a command that could not do its work: a script reads one shape, whatever happened. */
export function renderErrorJson(error: unknown, exitCode: ExitCode): string {
  const message = error instanceof Error ? error.message : String(error)
  const known = error instanceof AppError ? { code: error.code, hint: error.hint } : {}
  return `${JSON.stringify({ type: 'result', version: 1, exitCode, outcome: 'error', message, ...known })}\n`
}
