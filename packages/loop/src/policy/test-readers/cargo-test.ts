import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

const outcomes: Readonly<Record<string, TestCase['outcome']>> = {
  ok: 'passed',
  FAILED: 'failed',
  ignored: 'skipped',
}

interface Binary {
  readonly announced: number
  readonly cases: TestCase[]
  readonly summaries: TestBlock[]
}

/**
 * cargo test (https://doc.rust-lang.org/rustc/tests): one part for each test binary, most of them often empty. A part counts when its
 * summary tells of as many tests as it announced; so a summary that a test printed does not.
 */
export const cargoTest: TestReader = {
  runner: 'cargo test',
  read(lines) {
    const binaries: Binary[] = []
    for (const line of lines) {
      const announced = /^running (?<count>\d+) tests?$/u.exec(line)?.groups?.['count']
      if (announced !== undefined) binaries.push({ announced: Number(announced), cases: [], summaries: [] })
      const current = binaries.at(-1)
      if (current !== undefined) take(line, current)
    }
    const parts = binaries.flatMap(smallestOf)
    const whole = parts.length === 0 ? [] : [parts.reduce(join)]
    return toReading('cargo test', whole, failingTests(lines))
  },
}

function take(line: string, { announced, cases, summaries }: Binary): void {
  const test = /^test (?<id>.+?)(?: - should panic)? \.\.\. (?<word>ok|FAILED|ignored)(?:,.*)?$/u.exec(
    line,
  )?.groups
  const outcome = outcomes[test?.['word'] ?? '']
  if (outcome !== undefined) cases.push({ id: (test?.['id'] ?? '').replace(/ \(line \d+\)$/u, ''), outcome })
  const end = /^test result: \w+\. (?<p>\d+) passed; (?<f>\d+) failed; (?<i>\d+) ignored; /u.exec(
    line,
  )?.groups
  if (end === undefined) return
  const [passed, failed, skipped] = [Number(end['p']), Number(end['f']), Number(end['i'])]
  if (passed + failed + skipped === announced) summaries.push({ passed, failed, skipped, cases })
}

function smallestOf({ summaries }: Binary): readonly TestBlock[] {
  return summaries.toSorted((a, b) => a.passed + a.failed - b.passed - b.failed).slice(0, 1)
}

function join(a: TestBlock, b: TestBlock): TestBlock {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    cases: [...a.cases, ...b.cases],
  }
}

/** `---- tests::breaks stdout ----`, and the panic below it. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line, index) => {
    const id = /^---- (?<id>.+?)(?: \(line \d+\))? stdout ----$/u.exec(line)?.groups?.['id']
    if (id === undefined) return []
    const said = lines.slice(index + 1, index + 20)
    const end = said.findIndex((next) => /^(?:stack backtrace:|note: |---- |failures:)/u.test(next))
    return [
      {
        id,
        message: said
          .slice(0, end === -1 ? said.length : end)
          .join('\n')
          .trim(),
      },
    ]
  })
}
