import type { CommandResult } from './command-result.ts'
import type { ReportReading } from './test-readers/junit.ts'
import type { TestSet } from './test-sets.ts'

/** Whether an answer speaks for the work, or at least not against it. */
export function isHarmless({ answer }: Pick<CommandResult, 'answer'>): boolean {
  return harmless.has(answer)
}

/**
 * Whether commands together passed: every answer harmless, and one of them at least says something for the work: a pass, or a failure that
 * is no worse than before. What ran nothing is no pass.
 */
export function isPass(results: readonly Pick<CommandResult, 'answer' | 'compared'>[]): boolean {
  const speaks = ({ answer, compared }: Pick<CommandResult, 'answer' | 'compared'>): boolean =>
    answer === 'passed' || answer === 'flaky_pass' || compared === true
  return results.every(isHarmless) && results.some(speaks)
}

/**
 * A test run that found nothing to run has shown nothing: it is no pass, whatever it exited with. Several runs in one, of which as many
 * found nothing before any work, have shown what the others found; how much that is cannot be told from what code under test may print.
 */
export function refuseZeroTests(result: CommandResult, before: TestSet | undefined): CommandResult {
  if (result.answer !== 'passed' || result.tests?.executed !== 0) return result
  const [now, then] = [result.tests.mixed, before?.mixed]
  const isAsBefore =
    now !== undefined && then !== undefined && now.nothing <= then.nothing && now.something >= then.something
  return isAsBefore ? { ...result, tests: undefined } : { ...result, answer: 'no_tests' }
}

/**
 * The answer of a command together with the report that it was to write. A pass without its report, or beside one in which tests
 * fail, is none; and where its output says that no test ran, no report says otherwise.
 */
export function withReport(result: CommandResult, path: string, report: ReportReading): CommandResult {
  const { answer, exit, tests } = result
  if (!report.ok) {
    if (answer !== 'passed') return result
    return {
      ...result,
      answer: 'failed',
      reason: `exited ${exit}, but its report ${path} says nothing: ${report.problem}`,
    }
  }
  const { reading } = report
  const counted = { ...result, tests: tests?.executed === 0 ? tests : reading }
  if (answer !== 'passed' || exit !== 0 || reading.failed === 0) return counted
  return {
    ...counted,
    answer: 'failed',
    reason: `exited 0, but ${reading.failed} tests of its report ${path} failed`,
  }
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
