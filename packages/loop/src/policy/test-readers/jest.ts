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
  '✕': 'failed',
  '○': 'skipped',
  '✎': 'skipped',
}

/** jest (https://jestjs.io/docs/cli): the summary of its default reporter; tests by name with `--verbose`. */
export const jest: TestReader = {
  runner: 'jest',
  read(lines) {
    const blocks: TestBlock[] = []
    const listing = createListing()
    for (const line of lines) {
      listing.take(line)
      if (line.startsWith('No tests found, exiting with code'))
        blocks.push({ passed: 0, failed: 0, skipped: 0, cases: [] })
      const total = /^Tests: {7}(?<words>.*, \d+ total)$/u.exec(line)?.groups?.['words']
      if (total === undefined) continue
      const count = countWords(total)
      const skipped = count('skipped', 'todo')
      blocks.push({ passed: count('passed'), failed: count('failed'), skipped, cases: listing.drain() })
    }
    return toReading('jest', blocks, failingTests(lines))
  },
}

interface Listing {
  readonly take: (line: string) => void
  readonly drain: () => readonly TestCase[]
}

/** `PASS ./a.test.js`, then suites and tests, each level two spaces further in. */
function createListing(): Listing {
  let cases: TestCase[] = []
  let path: readonly string[] = []
  return {
    take: (line) => {
      const file = fileOf(line)
      if (file !== undefined) path = [file]
      const { indent = '', rest = '' } = /^(?<indent>(?: {2})+)(?<rest>\S.*)$/u.exec(line)?.groups ?? {}
      if (rest === '' || path.length === 0) return
      path = path.slice(0, indent.length / 2)
      const test = testOf(rest)
      if (test === undefined) path = [...path, rest]
      else cases.push({ ...test, id: [...path, test.id].join(' › ') })
    },
    drain: () => {
      const drained = cases
      cases = []
      return drained
    },
  }
}

function fileOf(line: string): string | undefined {
  return /^(?:PASS|FAIL) (?<file>\S+)/u.exec(line)?.groups?.['file']
}

function testOf(text: string): TestCase | undefined {
  const found = /^(?<mark>[✓✕○✎]) (?:skipped |todo )?(?<name>.*?)(?: \(\d+(?:\.\d+)? m?s\))?$/u.exec(
    text,
  )?.groups
  const outcome = marks[found?.['mark'] ?? '']
  return outcome === undefined ? undefined : { id: found?.['name'] ?? '', outcome }
}

/** `FAIL ./a.test.js`, then `  ● suite › name`, an empty line and what was said. A message may be told twice: once is enough. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  const found = new Map<string, FailingTest>()
  let file = ''
  for (const [index, line] of lines.entries()) {
    file = fileOf(line) ?? file
    const name = /^ {2}● (?<name>.+)$/u.exec(line)?.groups?.['name']
    if (name === undefined) continue
    const rest = lines.slice(index + 1, index + 16)
    const end = rest.findIndex((next) => /^ {2}● |^\s+(?:at |>? *\d+ \|)/u.test(next))
    const id = `${file} › ${name}`
    found.set(id, {
      id,
      message: rest
        .slice(0, end === -1 ? rest.length : end)
        .join('\n')
        .trim(),
    })
  }
  return [...found.values()]
}
