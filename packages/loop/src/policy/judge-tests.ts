import type { CommandResult } from './command-result.ts'

/** A test run that found nothing to run has shown nothing: it is no pass, whatever it exited with. */
export function refuseZeroTests(result: CommandResult): CommandResult {
  return result.answer === 'passed' && result.tests?.executed === 0
    ? { ...result, answer: 'no_tests' }
    : result
}
