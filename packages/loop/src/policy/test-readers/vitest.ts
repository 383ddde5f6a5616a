import { countWords } from './count-words.ts'
import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

const marks: Readonly<Record<string, TestCase['outcome']>> = {
  '✓': 'passed',
  '×': 'failed',
  '↓': 'skipped',
  '□': 'skipped',
}

/** vitest (https://vitest.dev/guide/reporters): the summary of `default`, `verbose` and `dot`; tests by name with `verbose`. */
export const vitest: TestReader = {
  runner: 'vitest',
  read(lines) {
    const blocks: TestBlock[] = []
    let cases: TestCase[] = []
    for (const [index, line] of lines.entries()) {
      const one = caseOf(line)
      if (one !== undefined) cases.push(one)
      if (/^No test (?:suite )?files found/u.test(line))
        blocks.push({ passed: 0, failed: 0, skipped: 0, cases: [] })
      const total = /^ +Tests {2}(?<words>.*?)(?: \(\d+\))?$/u.exec(line)?.groups?.['words']
      if (total === undefined || !/^ +Test Files {2}/u.test(lines[index - 1] ?? '')) continue
      blocks.push(toBlock(total, cases))
      cases = []
    }
    return toReading('vitest', blocks, failingTests(lines))
  },
}

function toBlock(total: string, cases: readonly TestCase[]): TestBlock {
  const count = countWords(total)
  const skipped = count('skipped', 'todo')
  return { passed: count('passed'), failed: count('failed'), skipped, cases }
}

/** ` ✓ a.test.ts > a suite > nested 2ms`; the default reporter's lines about files have no ` > `. */
function caseOf(line: string): TestCase | undefined {
  const { mark, id } = /^ (?<mark>[✓×↓□]) (?<id>.+? > .+?)(?: \d+(?:\.\d+)?m?s)?$/u.exec(line)?.groups ?? {}
  const outcome = marks[mark ?? '']
  return outcome === undefined || id === undefined ? undefined : { id, outcome }
}

function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line, index) => {
    const id = /^ FAIL {1,2}(?<id>\S.*)$/u.exec(line)?.groups?.['id']
    if (id === undefined) return []
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((next) => /^ FAIL | ❯ |^⎯/u.test(next))
    return [
      {
        id: id.trim(),
        message: rest
          .slice(0, end === -1 ? 12 : end)
          .join('\n')
          .trim(),
      },
    ]
  })
}
