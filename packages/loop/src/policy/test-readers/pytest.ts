import { countWords } from './count-words.ts'
import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

const outcomes: Readonly<Record<string, TestCase['outcome']>> = {
  PASSED: 'passed',
  XPASS: 'passed',
  FAILED: 'failed',
  ERROR: 'failed',
  SKIPPED: 'skipped',
  XFAIL: 'expected-failure',
}

/** pytest (https://docs.pytest.org/en/stable/how-to/output.html): the last line in each verbosity; tests by name with `-v`. */
export const pytest: TestReader = {
  runner: 'pytest',
  read(lines) {
    const blocks: TestBlock[] = []
    let cases: TestCase[] = []
    for (const line of lines) {
      const one = caseOf(line)
      if (one !== undefined) cases.push(one)
      const words =
        /^(?:=+ )?(?<words>(?:\d+ [a-z]+(?:, )?)+|no tests ran) in \d[\d.]*s(?: \([\d:, a-z]+\))?(?: =+)?$/u.exec(
          line,
        )?.groups?.['words']
      if (words === undefined) continue
      blocks.push(toBlock(words, cases))
      cases = []
    }
    return toReading('pytest', blocks, failingTests(lines))
  },
}

function toBlock(words: string, cases: readonly TestCase[]): TestBlock {
  const count = countWords(words)
  return {
    passed: count('passed', 'xfailed', 'xpassed'),
    failed: count('failed', 'error'),
    skipped: count('skipped'),
    cases,
  }
}

/** `test_a.py::test_adds PASSED  [ 14%]`, or with workers `[gw0] [ 14%] PASSED test_a.py::test_adds`. */
function caseOf(line: string): TestCase | undefined {
  const plain = /^(?<id>\S.*?::.*?) (?<word>[A-Z]+)(?: \(.*\))? +\[ *\d+%\]$/u.exec(line)?.groups
  const worker = /^\[gw\d+\] \[ *\d+%\] (?<word>[A-Z]+) (?<id>\S.*?::.*?) *$/u.exec(line)?.groups
  const { id, word } = plain ?? worker ?? {}
  const outcome = outcomes[word ?? '']
  return id === undefined || outcome === undefined ? undefined : { id, outcome }
}

function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line) => {
    const found = /^(?:FAILED|ERROR) (?<id>\S+?(?:::.*?)?)(?: - (?<message>.*))?$/u.exec(line)?.groups
    return found === undefined ? [] : [{ id: found['id'] ?? '', message: found['message'] ?? '' }]
  })
}
