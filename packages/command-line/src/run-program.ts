import { exitCodes, nearest, renderError, type ExitCode, type Io } from '@gatecycle/diagnostics'
import { CommanderError } from 'commander'
import { buildProgram } from './build-program.ts'
import type { CommandSpec, Input } from './command-spec.ts'

/** Runs a program with the words behind its name; resolves to the exit code, never rejects for what a user did. */
export async function runProgram<I extends Io>(
  spec: CommandSpec<I>,
  argv: readonly string[],
  io: I,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok
  let near: string | undefined
  const program = buildProgram(spec, io, async (chosen, input) => {
    near = nearCommand(spec, chosen, input)
    // A standard command takes any word, so a mistyped command has to be found here.
    if (near !== undefined && chosen.name === spec.standard) throw new UnknownCommandError(input.words[0])
    exitCode = (await (await chosen.run?.())?.(io, input)) ?? exitCodes.usage
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    const code = tellError(spec.name, error, io)
    if (code === exitCodes.usage && near !== undefined) io.stderr(`(Did you mean ${near}?)\n`)
    if (code !== exitCodes.ok) await chosenBy(spec, argv).tellFailure?.(io, argv, { error, exitCode: code })
    return code
  }
}

/** The sub-command that a first word may have been meant for. */
function nearCommand<I extends Io>(
  spec: CommandSpec<I>,
  chosen: CommandSpec<I>,
  { words }: Input,
): string | undefined {
  const { commands = [] } = chosen.name === spec.standard ? spec : chosen
  return nearest(
    words[0] ?? '',
    commands.map(({ name }) => name),
  )
}

/** A word that the parser takes and nobody means. */
class UnknownCommandError extends Error {
  constructor(word: string | undefined) {
    super(`error: unknown command '${word}'`)
  }
}

/** The parser has said its own errors already; its exit code 0 is help or version. */
function tellError(name: string, error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (error instanceof UnknownCommandError) {
    io.stderr(`${error.message}\n`)
    return exitCodes.usage
  }
  const { text, exitCode } = renderError(name, error)
  io.stderr(text)
  return exitCode
}

/** The part of the tree that the first word leads to; the whole where it leads nowhere. */
function chosenBy<I extends Io>(spec: CommandSpec<I>, argv: readonly string[]): CommandSpec<I> {
  return spec.commands?.find(({ name }) => name === argv[0] && spec.tellFailure === undefined) ?? spec
}
