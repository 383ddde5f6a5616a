import { Command, CommanderError } from 'commander'
import { exitCodes, renderError, type ExitCode } from '@gatecycle/diagnostics'
import type { CommandResult } from './commands/command-result.ts'
import type { LoopIo } from './commands/human.ts'
import { version } from './version.ts'

const help = `
Examples:
  loop --dry-run                     what the next run would do; writes nothing
  loop arm && loop                   permit the gate, then run it to its review

Exit codes:
  0 done (a gate reached counts)   1 refused   2 usage   3 internal error
  20 gate reached (--detailed-exitcode)   21 not armed   22 unit blocked   24 provider parked
  25 another driver   26 tampering   27 damaged   28 baseline red   29 graph stuck
  30 environment not ready   31 your tree in the way   129/130/143 interrupted, resumable
`

interface Flags {
  readonly root?: string
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly detailedExitcode?: boolean
  readonly yes?: boolean
  readonly reason?: string
  readonly path?: boolean
}

type Action = (io: LoopIo, feature: string | undefined, flags: Flags) => Promise<CommandResult>

/** Runs `loop` with the words behind its name; resolves to the exit code, never throws for what a user did. */
export async function runCli(argv: readonly string[], io: LoopIo): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const act =
    (action: Action) =>
    async (...words: readonly unknown[]): Promise<void> => {
      // Commander gives the arguments, then the options, then the command, which has both.
      const command = words.at(-1) as Command
      code = await perform(io, action, command.args[0], command.optsWithGlobals<Flags>())
    }
  try {
    await buildProgram(io, act).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    const exitCode = tellError(io, error)
    if (exitCode !== exitCodes.ok && argv.includes('--json')) {
      const { renderErrorJson } = await import('./commands/command-result.ts')
      io.stdout(renderErrorJson(error, exitCode))
    }
    return exitCode
  }
}

/** Commander has said its own errors already; its exit code 0 is help or version. */
function tellError(io: LoopIo, error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  const { text, exitCode } = renderError('loop', error)
  io.stderr(text)
  return exitCode
}

type Act = (action: Action) => (...words: readonly unknown[]) => Promise<void>

function buildProgram(io: LoopIo, act: Act): Command {
  const program = new Command('loop')
    .description(
      'Drives a feature from gate to gate: one fresh agent per unit, verified and committed by the driver.',
    )
    .version(version)
    .option('--root <dir>', 'state folder or repository (also GATECYCLE_ROOT)')
    .option('--json', 'one JSON object on stdout: the result')
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .exitOverride()
    .addHelpText('after', help)
  program
    .command('run', { isDefault: true })
    .description('run the current gate (the default)')
    .argument('[feature]', 'id, number or folder; without it the active one')
    .option('--dry-run', 'say what a run would do, and do nothing')
    .option('--detailed-exitcode', 'exit 20 instead of 0 when a gate was reached')
    .action(act(runAction))
  program
    .command('status')
    .description('features, gates, units, and the next command')
    .argument('[feature]', 'id, number or folder; without it all')
    .action(
      act(async (io_, feature, flags) =>
        (await import('./commands/status.ts')).status(io_, { feature, root: flags.root }),
      ),
    )
  addDecisions(program, act)
  addSetUpCommands(program, act)
  return program
}

/** What only a person may do. */
function addDecisions(program: Command, act: Act): void {
  program
    .command('arm')
    .description('permit the next gate, with exactly this content')
    .argument('[feature]', 'id, number or folder')
    .option('--yes', 'do not ask')
    .option('--reason <text>', 'why, for the log')
    .action(
      act(async (io_, feature, flags) =>
        (await import('./commands/arm.ts')).arm(io_, toDecision(feature, flags)),
      ),
    )
  program
    .command('accept')
    .description('end a feature whose last gate you have reviewed')
    .argument('[feature]', 'id, number or folder')
    .option('--yes', 'do not ask')
    .option('--reason <text>', 'why, for the log')
    .action(
      act(async (io_, feature, flags) =>
        (await import('./commands/accept.ts')).accept(io_, toDecision(feature, flags)),
      ),
    )
}

/** The commands that need no feature. */
function addSetUpCommands(program: Command, act: Act): void {
  program
    .command('init')
    .description('propose a state folder from what the repository has, and write what is not there')
    .option('--dry-run', 'only show it')
    .option('--yes', 'do not ask')
    .action(
      act(async (io_, _feature, { root, yes, dryRun }) =>
        (await import('./commands/init.ts')).init(io_, { root, yes: yes === true, dryRun: dryRun === true }),
      ),
    )
  program
    .command('config')
    .description('every setting that counts, and which file says so')
    .option('--effective', 'the same: repository, personal file and defaults together')
    .option('--path', 'only where the two files are')
    .action(
      act(async (io_, _feature, { root, path }) =>
        (await import('./commands/config.ts')).config(io_, { root, path: path === true }),
      ),
    )
}

async function runAction(io: LoopIo, feature: string | undefined, flags: Flags): Promise<CommandResult> {
  const common = { feature, root: flags.root }
  if (flags.dryRun === true) return (await import('./commands/dry-run.ts')).dryRun(io, common)
  return (await import('./commands/run.ts')).run(io, {
    ...common,
    detailedExitcode: flags.detailedExitcode === true,
  })
}

function toDecision(
  feature: string | undefined,
  { root, yes, reason }: Flags,
): {
  readonly feature: string | undefined
  readonly root: string | undefined
  readonly yes: boolean
  readonly reason: string | undefined
} {
  return { feature, root, yes: yes === true, reason }
}

async function perform(
  io: LoopIo,
  action: Action,
  feature: string | undefined,
  flags: Flags,
): Promise<ExitCode> {
  const result = await action(io, feature, flags)
  if (flags.json !== true) {
    io.stdout(result.text)
    return result.exitCode
  }
  const { renderResultJson } = await import('./commands/command-result.ts')
  io.stdout(renderResultJson(result))
  return result.exitCode
}
