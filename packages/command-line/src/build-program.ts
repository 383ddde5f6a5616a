import type { Io } from '@gatecycle/diagnostics'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { flagOf, type ArgumentSpec, type CommandSpec, type Input, type OptionSpec } from './command-spec.ts'
import { renderHelp, showArgument } from './render-help.ts'

/** What is done with the words of a command once they are understood. */
export type Take<I extends Io> = (spec: CommandSpec<I>, input: Input) => Promise<void>

/** The parser of a command tree. It ends nothing and prints where `io` says. */
export function buildProgram<I extends Io>(
  spec: CommandSpec<I>,
  io: Pick<Io, 'stdout' | 'stderr'>,
  take: Take<I>,
): Command {
  return build({ spec, path: [spec.name] }, io, take)
}

interface Place<I extends Io> {
  readonly spec: CommandSpec<I>
  /** The names from the program to the command. */
  readonly path: readonly string[]
}

function build<I extends Io>(
  { spec, path }: Place<I>,
  io: Pick<Io, 'stdout' | 'stderr'>,
  take: Take<I>,
): Command {
  const command = new Command(spec.name)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .configureHelp({ formatHelp: () => renderHelp(spec, path) })
    .enablePositionalOptions()
    .helpOption('-h, --help')
    .helpCommand(false)
  if (spec.version !== undefined) command.version(spec.version, '--version')
  for (const argument of spec.arguments ?? []) command.addArgument(toArgument(argument))
  for (const [name, option] of Object.entries(spec.options ?? {})) command.addOption(toOption(name, option))
  for (const child of spec.commands ?? []) {
    const isDefault = child.name === spec.standard
    command.addCommand(build({ spec: child, path: [...path, child.name] }, io, take), { isDefault })
  }
  if (spec.run !== undefined) command.action(async () => take(spec, toInput(spec, command)))
  return command
}

function toArgument(spec: ArgumentSpec): Argument {
  const argument = new Argument(showArgument(spec), spec.summary)
  return spec.choices === undefined ? argument : argument.choices(spec.choices)
}

function toOption(name: string, spec: OptionSpec): Option {
  const { value, choices, conflicts, repeatable, summary } = spec
  const option = new Option(value === undefined ? flagOf(name) : `${flagOf(name)} <${value}>`, summary)
  if (choices !== undefined) option.choices(choices)
  if (conflicts !== undefined) option.conflicts([...conflicts])
  if (repeatable === true)
    option.argParser((text, before: readonly string[] | undefined) => [...(before ?? []), text])
  if (spec.parse !== undefined) option.argParser((text) => parseValue(text, spec))
  return option
}

function parseValue(text: string, { parse, wanted }: OptionSpec): unknown {
  const value = parse?.(text)
  if (value === undefined) throw new InvalidArgumentError(`It must be ${wanted ?? 'something else'}.`)
  return value
}

/** An option may stand before a sub-command that has it too; the nearer one counts. */
function toInput(spec: CommandSpec<never>, command: Command): Input {
  const given: Record<string, unknown> = { ...command.parent?.opts(), ...command.opts() }
  const options = Object.entries(spec.options ?? {}).map(([name, option]) => [
    name,
    given[name] ?? defaultOf(option),
  ])
  return { words: command.args, options: Object.fromEntries(options) as Input['options'] }
}

function defaultOf({ value, repeatable, default: standard }: OptionSpec): unknown {
  if (value === undefined) return false
  return standard ?? (repeatable === true ? [] : undefined)
}
