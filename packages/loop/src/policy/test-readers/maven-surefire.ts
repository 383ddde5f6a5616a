import { toReading, type FailingTest, type TestBlock, type TestReader } from './test-reading.ts'

/**
 * maven surefire and failsafe (https://maven.apache.org/surefire): one summary for each module behind `Results:`. Tests that passed are not
 * listed: a report tells them.
 */
export const mavenSurefire: TestReader = {
  runner: 'maven surefire',
  read(lines) {
    const modules: TestBlock[] = []
    let behindResults = false
    for (const line of lines) {
      if (/^\[INFO\] Results ?:/u.test(line)) behindResults = true
      if (/^\[INFO\] (?:No tests to run\.|Tests are skipped\.)/u.test(line)) modules.push(nothing)
      const total = behindResults ? totalOf(line) : undefined
      if (total === undefined) continue
      modules.push(total)
      behindResults = false
    }
    const [first, ...others] = modules
    if (first === undefined) return undefined
    return toReading('maven surefire', [others.reduce(join, first)], failingTests(lines))
  },
}

const nothing: TestBlock = { passed: 0, failed: 0, skipped: 0, cases: [] }

function totalOf(line: string): TestBlock | undefined {
  const found =
    /^\[[A-Z]+\] Tests run: (?<run>\d+), Failures: (?<f>\d+), Errors: (?<e>\d+), Skipped: (?<s>\d+)$/u.exec(
      line,
    )?.groups
  if (found === undefined) return undefined
  const [failed, skipped] = [Number(found['f']) + Number(found['e']), Number(found['s'])]
  return { passed: Number(found['run']) - failed - skipped, failed, skipped, cases: [] }
}

function join(a: TestBlock, b: TestBlock): TestBlock {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    cases: [],
  }
}

/** `[ERROR]   ATest.breaks:5 sum ==> expected: <3> but was: <2>`, behind `Failures:` and `Errors:`. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line) => {
    const found = /^\[ERROR\] {3}(?<id>[\w$.]+[\w$()[\]{}, ]*?)(?::\d+| »)(?:->.*?)? ?(?<message>.*)$/u.exec(
      line,
    )?.groups
    return found === undefined ? [] : [{ id: found['id'] ?? '', message: found['message'] ?? '' }]
  })
}
