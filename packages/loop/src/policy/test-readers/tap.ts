import { isTestFile } from './node-test.ts'
import { createTapPoints } from './tap-points.ts'
import { toReading, type FailingTest, type TestBlock, type TestReader } from './test-reading.ts'

/**
 * TAP 13 and 14 (https://testanything.org/tap-version-14-specification.html), as node --test, vitest, tape, bats and others write it: a version
 * or a plan, and a line for each test; subtests are indented.
 */
export const tap: TestReader = {
  runner: 'TAP',
  read(lines) {
    const documents = splitDocuments(lines)
    const readings = documents.map(readDocument).filter((one) => one !== undefined)
    return toReading(
      'TAP',
      readings.map(({ block }) => block),
      readings.flatMap(({ failing }) => failing),
    )
  },
}

function splitDocuments(lines: readonly string[]): readonly (readonly string[])[] {
  const starts = lines.flatMap((line, index) => (/^TAP version \d+$/u.test(line) ? [index] : []))
  if (starts.length === 0) return [lines]
  return starts.map((start, index) => lines.slice(start, starts[index + 1]))
}

function readDocument(
  lines: readonly string[],
): { readonly block: TestBlock; readonly failing: readonly FailingTest[] } | undefined {
  const plans = lines.flatMap((line) => /^1\.\.(?<count>\d+)(?: *#.*)?$/u.exec(line)?.groups?.['count'] ?? [])
  const points = createTapPoints()
  for (const line of lines) points.take(line)
  const { top, leaves } = points.end()
  const isVersioned = lines[0]?.startsWith('TAP version ') ?? false
  if (!isVersioned && (plans.length === 0 || (top === 0 && !plans.includes('0')))) return undefined
  const cases = leaves.filter((leaf) => !isTestFile(leaf)).map(({ id, outcome }) => ({ id, outcome }))
  const count = (outcome: string): number => cases.filter((one) => one.outcome === outcome).length
  const failed = count('failed')
  const all = {
    passed: count('passed') + count('expected-failure'),
    failed,
    skipped: count('skipped'),
    cases,
  }
  // More tests than were planned, or fewer: no more is believed than the plan and the lines both say.
  const planned = Math.min(...plans.map(Number))
  const isSound = plans.length === 1 && planned === top
  const block = isSound
    ? all
    : { ...all, passed: Math.min(all.passed, plans.length === 0 ? 0 : planned), cases: [] }
  const failing = leaves
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, message }) => ({ id, message }))
  return { block, failing }
}
