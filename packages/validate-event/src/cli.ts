import { AppError, exitCodes, renderError, type ExitCode } from '@gatecycle/diagnostics'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { validateLogs, type ValidateIo, type ValidateOptions } from './commands/validate.ts'
import { outputFormats } from './render-outcomes.ts'
import { version } from './version.ts'

/** The command `validate-event` with its arguments; what it may touch of the process is in `io`. Never rejects. */
export async function runCli(argv: readonly string[], io: ValidateIo): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok
  const program = createProgram(io, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    const { text, exitCode: code } = renderError('validate-event', error)
    io.stderr(text)
    return code
  }
}

interface Flags extends ValidateOptions {
  readonly stdin: boolean
  readonly file: readonly string[]
}

function createProgram(io: ValidateIo, end: (code: ExitCode) => void): Command {
  return new Command('validate-event')
    .description('Checks event logs: every line against its schema, and the chain from line to line.')
    .argument('[files...]', 'logs, one JSON object on each line; - is standard input')
    .option('--stdin', 'read standard input (as without files)', false)
    .addOption(new Option('--file <path>', 'a log, as in files; repeatable').default([]).argParser(append))
    .addOption(
      new Option('--format <format>', 'how findings are printed').choices(outputFormats).default('pretty'),
    )
    .option('--chain', 'require that every line is sealed', false)
    .addOption(new Option('--head <hash>', 'the hash the log must end with').argParser(toHash))
    .option(
      '--invariants',
      'check what events say together: starts and ends, time, one commit for each unit',
      false,
    )
    .option('--schema-root <folder>', 'further payload schemas: events/<event_type>.schema.json')
    .addOption(
      new Option('--max-errors <n>', 'findings to print; 0 prints all').default(100).argParser(toCount),
    )
    .option('--allow-empty', 'accept a log without events', false)
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', helpTail)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, getOutHelpWidth: () => 100 })
    .action(async (files: readonly string[], flags: Flags) => {
      end(await validateLogs(toPaths(files, flags, io), complete(flags, io), io))
    })
}

const helpTail = `
Environment: GATECYCLE_SCHEMA_ROOT (or SPECFUSE_SCHEMA_ROOT) as --schema-root · NO_COLOR, FORCE_COLOR

Examples:
  validate-event .gatecycle/features/*/events.jsonl
  validate-event --chain --head sha256:9f2c… events.jsonl

Exit codes: 0 valid · 1 not valid, or empty · 2 wrong usage, unreadable file · 3 a defect of validate-event
`

function complete(flags: Flags, { env }: ValidateIo): ValidateOptions {
  const fromEnv = env['GATECYCLE_SCHEMA_ROOT'] || env['SPECFUSE_SCHEMA_ROOT'] || undefined
  return { ...flags, head: flags.head, schemaRoot: flags.schemaRoot ?? fromEnv }
}

function toPaths(files: readonly string[], { stdin, file }: Flags, io: ValidateIo): readonly string[] {
  const paths = [...files, ...file, ...(stdin ? ['-'] : [])]
  if (paths.length > 0) return paths
  if (!io.isTerminal.stdin) return ['-']
  throw new AppError('NO_LOG_GIVEN', 'no log was given', { hint: 'name a file, or - for standard input' })
}

function append(path: string, before: readonly string[]): readonly string[] {
  return [...before, path]
}

function toHash(text: string): string {
  if (!/^sha256:[0-9a-f]{64}$/u.test(text)) {
    throw new InvalidArgumentError('It must be sha256: and 64 lower-case hex digits.')
  }
  return text
}

function toCount(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.')
  return Number(text)
}
