import { runProgram, type AskingIo } from '@gatecycle/command-line'
import type { ExitCode } from '@gatecycle/diagnostics'
import { loopCommand } from './command-tree.ts'

/** Runs `loop` with the words behind its name; resolves to the exit code, never rejects for what a user did. */
export async function runCli(argv: readonly string[], io: AskingIo): Promise<ExitCode> {
  return runProgram(loopCommand, argv, io)
}
