import type { CommandResult } from './command-result.ts'

/** Whether an answer speaks for the work, or at least not against it. */
export function isHarmless({ answer }: Pick<CommandResult, 'answer'>): boolean {
  return harmless.has(answer)
}

/** Whether commands together passed: every answer harmless, and one of them at least a pass. What ran nothing is no pass. */
export function isPass(results: readonly Pick<CommandResult, 'answer'>[]): boolean {
  return (
    results.every(isHarmless) && results.some(({ answer }) => answer === 'passed' || answer === 'flaky_pass')
  )
}

/** A test run that found nothing to run has shown nothing: it is no pass, whatever it exited with. */
export function refuseZeroTests(result: CommandResult): CommandResult {
  return result.answer === 'passed' && result.tests?.executed === 0
    ? { ...result, answer: 'no_tests' }
    : result
}

/** A command that failed and was run once more: the second answer counts, but for a pass, which policy decides about. */
export function judgeSecondRun(
  first: CommandResult,
  second: CommandResult,
  flaky: 'refuse' | 'accept',
): CommandResult {
  if (second.answer !== 'passed') return second
  const reason = 'failed, and passed when it was run once more'
  if (flaky === 'accept') return { ...second, answer: 'flaky_pass', reason }
  // What it said when it failed is what somebody has to look at.
  return { ...first, answer: 'flaky', reason: `${reason}; verification.yml has \`flaky: refuse\`` }
}

const harmless: ReadonlySet<CommandResult['answer']> = new Set(['passed', 'flaky_pass', 'skipped', 'waived'])
