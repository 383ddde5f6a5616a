import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

/**
 * mocha (https://mochajs.org/#reporters): the epilogue of every reporter for people, which node-tap before version 15 has as well; tests by name
 * with `spec`, the usual one.
 */
export const mocha: TestReader = {
  runner: 'mocha',
  read(lines) {
    const blocks: TestBlock[] = []
    const listing = createListing()
    for (const [index, line] of lines.entries()) {
      listing.take(line)
      const passed = /^ {2}(?<count>\d+) passing \(\d+(?:\.\d+)?(?:ms|[smhd])\)$/u.exec(line)?.groups?.[
        'count'
      ]
      const isNone = line === 'Error: No test files found' || line.startsWith('Error: No test files found:')
      if (passed === undefined && !isNone) continue
      blocks.push({ passed: Number(passed ?? 0), ...restOf(lines, index), cases: listing.drain() })
    }
    return toReading('mocha', blocks, failingTests(lines))
  },
}

/** `  2 pending` and `  1 failing`, each only where there are some. */
function restOf(lines: readonly string[], index: number): Pick<TestBlock, 'failed' | 'skipped'> {
  const rest = lines.slice(index + 1, index + 3).join('\n')
  const count = (word: string): number =>
    Number(new RegExp(`^ {2}(?<count>\\d+) ${word}$`, 'mu').exec(rest)?.groups?.['count'] ?? 0)
  return { failed: count('failing'), skipped: count('pending') }
}

interface Listing {
  readonly take: (line: string) => void
  readonly drain: () => readonly TestCase[]
}

/** Suites and tests, each level two spaces further in. */
function createListing(): Listing {
  let cases: TestCase[] = []
  let path: readonly string[] = []
  return {
    take: (line) => {
      const { indent = '', rest = '' } = /^(?<indent>(?: {2})+)(?<rest>\S.*)$/u.exec(line)?.groups ?? {}
      if (rest === '') return
      const suites = path.slice(0, indent.length / 2 - 1)
      const test = testOf(rest)
      if (test === undefined) path = [...suites, rest]
      else cases.push({ ...test, id: [...suites, test.id].join(' › ') })
    },
    drain: () => {
      const drained = cases
      cases = []
      return drained
    },
  }
}

function testOf(text: string): TestCase | undefined {
  const found = /^(?<mark>[✔✓√]|-|\d+\)) (?<name>.*?)(?: \(\d+(?:ms|[smhd])\))?$/u.exec(text)?.groups
  const [mark, name] = [found?.['mark'], found?.['name']]
  if (mark === undefined || name === undefined) return undefined
  const outcome = mark === '-' ? 'skipped' : mark.endsWith(')') ? 'failed' : 'passed'
  return { id: name, outcome }
}

/** Behind the epilogue: `  1) suite`, further in the suites below it, and the test with a colon at its end; then what was said. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  const begin = lines.findLastIndex((line) => /^ {2}\d+ failing$/u.test(line))
  if (begin === -1) return []
  const told = lines.slice(begin + 1)
  return told.flatMap((line, index) => {
    const first = /^ {2}\d+\) (?<title>.+)$/u.exec(line)?.groups?.['title']
    if (first === undefined) return []
    const length = told.slice(index).findIndex((title) => title.endsWith(':')) + 1
    const titles = [first, ...told.slice(index + 1, index + length)].map((title) => title.trim())
    const rest = told.slice(index + length)
    const end = rest.findIndex((next) => /^ {2}\d+\) |^ +at /u.test(next))
    const message = rest.slice(0, end === -1 ? 12 : end)
    return [{ id: titles.join(' › ').replace(/:$/u, ''), message: message.join('\n').trim() }]
  })
}
