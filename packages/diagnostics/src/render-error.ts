import { AppError } from './app-error.ts'
import { exitCodes, type ExitCode } from './exit-code.ts'
import { toSystemProblem } from './system-problem.ts'

/** The words and the exit code for something a command threw: an AppError talks to the user, anything else is a bug. */
export function renderError(
  command: string,
  thrown: unknown,
): { readonly text: string; readonly exitCode: ExitCode } {
  const error = toSystemProblem(thrown) ?? thrown
  if (error instanceof AppError) {
    const hint = error.hint === undefined ? '' : `  hint: ${error.hint.replaceAll('\n', '\n        ')}\n`
    return { text: `${command}: ${error.message} [${error.code}]\n${hint}`, exitCode: error.exitCode }
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { text: `${command}: internal error, please report it\n${stack}\n`, exitCode: exitCodes.internal }
}
