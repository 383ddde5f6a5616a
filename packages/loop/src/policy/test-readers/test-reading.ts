/** What became of one test. An expected failure ran, and is told apart because it asserts nothing. */
export type TestOutcome = 'passed' | 'failed' | 'skipped' | 'expected-failure'

export interface TestCase {
  /** Stable from run to run: file, suites, name, without line numbers and times. */
  readonly id: string
  readonly outcome: TestOutcome
}

export interface FailingTest {
  readonly id: string
  readonly message: string
}

/** One summary that a runner printed, and the tests it had listed before that. */
export interface TestBlock {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly cases: readonly TestCase[]
}

/** How many summaries of one output say that nothing ran, and how many that something did; where there are both. */
export interface MixedSummaries {
  readonly nothing: number
  readonly something: number
}

/** What a runner says about the tests it ran. */
export interface TestReading {
  readonly runner: string
  /** Tests that ran: skipped ones did not. */
  readonly executed: number
  readonly failed: number
  readonly skipped: number
  /** All tests by name, where the output lists all. */
  readonly cases: readonly TestCase[] | undefined
  readonly failing: readonly FailingTest[]
  readonly mixed?: MixedSummaries
}

/** Knows the output of one runner. Pure. */
export interface TestReader {
  readonly runner: string
  /** Lines without colours; undefined where nothing in them is this runner's. */
  readonly read: (lines: readonly string[]) => TestReading | undefined
}

type Summary = Omit<TestReading, 'runner' | 'failing'>

/**
 * One reading out of all summaries. Code under test can print what looks like one, so none of them may raise the count: a summary
 * of nothing makes it nothing, and where a summary and the tests listed before it differ, the smallest one counts.
 */
export function toReading(
  runner: string,
  blocks: readonly TestBlock[],
  failing: readonly FailingTest[] = [],
): TestReading | undefined {
  if (blocks.length === 0) return undefined
  const summary = combine(blocks.map(toSummary))
  return { runner, ...summary, cases: summary.cases && numberTwins(summary.cases), failing }
}

/** The readings of several runners in one output, by the same rule. */
export function combineReadings(readings: readonly TestReading[]): TestReading | undefined {
  const [first, ...others] = readings
  if (first === undefined || others.length === 0) return first
  return {
    runner: readings.map(({ runner }) => runner).join(' and '),
    ...combine(readings),
    failing: readings.flatMap(({ failing }) => failing),
  }
}

function toSummary({ passed, failed, skipped, cases }: TestBlock): Summary {
  const listed = cases.length === passed + failed + skipped
  return { executed: passed + failed, failed, skipped, cases: listed ? cases : undefined }
}

function combine(summaries: readonly Summary[]): Summary {
  const smallest = summaries.toSorted((a, b) => a.executed - b.executed)[0] ?? none
  const agree = summaries.length === 1 || summaries.every(({ cases }) => cases !== undefined)
  if (smallest.executed === 0 || !agree) {
    return { ...smallest, cases: summaries.length === 1 ? smallest.cases : undefined, ...mixedOf(summaries) }
  }
  const sum = (count: (summary: Summary) => number): number =>
    summaries.reduce((total, summary) => total + count(summary), 0)
  return {
    executed: sum(({ executed }) => executed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    cases: summaries.length === 1 ? smallest.cases : summaries.flatMap(({ cases }) => cases ?? []),
  }
}

function mixedOf(summaries: readonly Summary[]): Pick<Summary, 'mixed'> {
  const counts = summaries.map(
    ({ executed, mixed }) => mixed ?? { nothing: executed === 0 ? 1 : 0, something: executed === 0 ? 0 : 1 },
  )
  const nothing = counts.reduce((sum, count) => sum + count.nothing, 0)
  const something = counts.reduce((sum, count) => sum + count.something, 0)
  return nothing === 0 || something === 0 ? {} : { mixed: { nothing, something } }
}

const none: Summary = { executed: 0, failed: 0, skipped: 0, cases: undefined }

/** Two tests of one name are two tests. */
function numberTwins(cases: readonly TestCase[]): readonly TestCase[] {
  const seen = new Map<string, number>()
  return cases.map((one) => {
    const count = (seen.get(one.id) ?? 0) + 1
    seen.set(one.id, count)
    return count === 1 ? one : { ...one, id: `${one.id} #${count}` }
  })
}
