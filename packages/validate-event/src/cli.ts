import { runProgram } from '@gatecycle/command-line'
import type { ExitCode } from '@gatecycle/diagnostics'
import { validateEventCommand } from './command-tree.ts'
import type { ValidateIo } from './commands/validate.ts'

/** The command `validate-event` with its arguments; what it may touch of the process is in `io`. Never rejects. */
export async function runCli(argv: readonly string[], io: ValidateIo): Promise<ExitCode> {
  return runProgram(validateEventCommand, argv, io)
}
