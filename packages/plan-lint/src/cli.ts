import { runProgram } from '@gatecycle/command-line'
import type { ExitCode, Io } from '@gatecycle/diagnostics'
import { planLintCommand } from './command-tree.ts'

/** The command `plan-lint` with its arguments; what it may touch of the process is in `io`. Never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  return runProgram(planLintCommand, argv, io)
}
