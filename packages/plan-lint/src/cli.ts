import { exitCodes, renderError, type ExitCode, type Io } from '@gatecycle/diagnostics'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { explainRule } from './commands/explain.ts'
import { lintPaths, type LintOptions } from './commands/lint.ts'
import { listRules } from './commands/list-rules.ts'
import { formats } from './render.ts'

/** The command `plan-lint` with its arguments; what it may touch of the process is in `io`. Never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok
  const program = createProgram(io, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    const { text, exitCode: code } = renderError('plan-lint', error)
    io.stderr(text)
    return code
  }
}

type End = (code: ExitCode) => void

function createProgram(io: Io, end: End): Command {
  const program = new Command('plan-lint')
    .description('Checks plans before an agent is paid to follow them. Reads files; runs and writes nothing.')
    .argument('[paths...]', 'feature folders, files in them, state folders or repositories')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(formats).default('pretty'))
    .addOption(
      new Option('--staged', 'judge what the next commit holds: the git index, not the files').conflicts(
        'root',
      ),
    )
    .option('--quiet', 'print errors only')
    .option('--max-warnings <n>', 'fail when there are more warnings', toCount)
    .option('--root <dir>', 'the state folder, or the repository that holds it')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', helpTail)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, getOutHelpWidth: () => 100 })
    .action(async (paths: readonly string[], options: Partial<LintOptions>) => {
      end(await lintPaths(paths, complete(options, io), io))
    })
  addRuleCommands(program, io, end)
  return program
}

function addRuleCommands(program: Command, io: Io, end: End): void {
  program
    .command('explain <rule>')
    .description('print the page of a rule: why, examples, how to fix')
    .action(async (rule: string) => end(await explainRule(rule, io)))
  program
    .command('rules')
    .description('list all rules')
    .option('--json', 'as JSON', false)
    .action((options: { readonly json: boolean }) => end(listRules(options, io)))
}

const helpTail = `
Without paths: all features of the nearest .gatecycle (or .specfuse) folder above.
Environment: GATECYCLE_ROOT as --root · NO_COLOR, FORCE_COLOR

Examples:
  plan-lint --staged
  plan-lint --format json .gatecycle/features/FEAT-2026-0007-health-endpoint

Exit codes: 0 no errors · 1 errors, or too many warnings · 2 wrong usage, nothing to lint · 3 a defect of plan-lint
`

function complete(options: Partial<LintOptions>, { env }: Io): LintOptions {
  const fromEnv = env['GATECYCLE_ROOT'] === '' ? undefined : env['GATECYCLE_ROOT']
  return {
    format: options.format ?? 'pretty',
    quiet: options.quiet ?? false,
    staged: options.staged ?? false,
    maxWarnings: options.maxWarnings ?? Number.POSITIVE_INFINITY,
    root: options.root ?? fromEnv,
  }
}

function toCount(text: string): number {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.')
  return Number(text)
}
