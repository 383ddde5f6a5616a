import type { ExitCode, Io } from '@gatecycle/diagnostics'

/**
 * A command as data. Parser, help, completion and the page of commands are made of it, and hints are held against it.
 * `I` is what its actions may use of the process.
 */
export interface CommandSpec<I extends Io = Io> {
  readonly name: string
  /** One sentence: lower case and without a full stop for a sub-command, which stands in a list. */
  readonly summary: string
  readonly arguments?: readonly ArgumentSpec[]
  /** By name: `dryRun` is `--dry-run`. */
  readonly options?: OptionSpecs
  /** Lines of the help that say what the options cannot. */
  readonly notes?: readonly string[]
  readonly examples: readonly [Example, Example]
  readonly exitCodes: ExitCodeWords
  readonly commands?: readonly CommandSpec<I>[]
  /** Its parent's help only names it: a screen has no room for a line for each. */
  readonly isRare?: true
  /** The sub-command that is meant when none is named. */
  readonly standard?: string
  /** Prints the version; commands that are programs have one. */
  readonly version?: string
  /** Loads what the command does: nothing heavy is read to print a help. */
  readonly run?: () => Promise<Action<I>>
  /** Told on stdout when a command of this tree could not do its work, for readers that are programs. */
  readonly tellFailure?: (io: I, argv: readonly string[], failure: Failure) => Promise<void>
}

export interface ArgumentSpec {
  readonly name: string
  readonly summary: string
  readonly count: 'one' | 'at most one' | 'any'
  readonly choices?: readonly string[]
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** Without `value` it is a flag. */
export interface OptionSpec {
  readonly summary: string
  /** What stands for the value in the help. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** Infinity is not told. */
  readonly default?: string | number
  /** Text to value; undefined where the text is none. */
  readonly parse?: (text: string) => unknown
  /** What `parse` wants, as words behind "It must be". */
  readonly wanted?: string
  readonly repeatable?: true
  /** Names of options that cannot stand beside it. */
  readonly conflicts?: readonly string[]
}

export interface Example {
  /** As it is typed, without a prompt. */
  readonly line: string
  readonly says?: string
}

/** Exit code → what it means, in the order of the help. */
export type ExitCodeWords = Readonly<Partial<Record<ExitCode, string>>>

/** What was typed behind the name: the arguments in their order, and every option of the command by its name. */
export interface Input<Options = Readonly<Record<string, unknown>>> {
  readonly words: readonly string[]
  readonly options: Options
}

export type Action<I extends Io = Io, Options = Readonly<Record<string, unknown>>> = (
  io: I,
  input: Input<Options>,
) => Promise<ExitCode>

export interface Failure {
  readonly error: unknown
  readonly exitCode: ExitCode
}

/** `--dry-run` of `dryRun`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`
}
