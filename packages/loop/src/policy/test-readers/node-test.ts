import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

const marks: Readonly<Record<string, TestCase['outcome']>> = { '✔': 'passed', '✖': 'failed', '﹣': 'skipped' }
const closing = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo', 'duration_ms']

/** node --test with its `spec` reporter (https://nodejs.org/api/test.html); with `tap` it is read as TAP. */
export const nodeTest: TestReader = {
  runner: 'node --test',
  read(lines) {
    const blocks: TestBlock[] = []
    const listing = createListing()
    for (const [index, line] of lines.entries()) {
      listing.take(line)
      const counts = line.startsWith('ℹ tests ') ? countsAt(lines, index) : undefined
      if (counts !== undefined) blocks.push(toBlock(counts, listing.drain()))
    }
    return toReading('node --test', blocks, failingTests(lines))
  },
}

/** The eight lines that end a report, together and in order. */
function countsAt(lines: readonly string[], index: number): ReadonlyMap<string, number> | undefined {
  const numbers = closing.map((word, at): [string, number] => {
    const line = lines[index + at] ?? ''
    return [word, line.startsWith(`ℹ ${word} `) ? Number(line.slice(word.length + 3)) : Number.NaN]
  })
  return numbers.some(([, number]) => Number.isNaN(number)) ? undefined : new Map(numbers)
}

/** A file without a test is listed, and counted, as one test that has the name of the file. */
export function isTestFile({ id, outcome }: TestCase): boolean {
  return outcome === 'passed' && /^[^ >]*\.[cm]?[jt]sx?$/u.test(id)
}

function toBlock(counts: ReadonlyMap<string, number>, all: readonly TestCase[]): TestBlock {
  const count = (word: string): number => counts.get(word) ?? 0
  const cases = all.filter((one) => !isTestFile(one))
  return {
    passed: Math.max(0, count('pass') - (all.length - cases.length)),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
    cases,
  }
}

interface Listed {
  readonly depth: number
  readonly name: string
  readonly outcome: TestCase['outcome']
}

function createListing(): {
  readonly take: (line: string) => void
  readonly drain: () => readonly TestCase[]
} {
  let cases: TestCase[] = []
  let suites: string[] = []
  return {
    take: (line) => {
      const opened = /^(?<indent>(?: {2})*)▶ (?<name>.*?)(?: \(\d.*ms\))?$/u.exec(line)?.groups
      if (opened !== undefined) suites = [...suites.slice(0, depthOf(opened)), opened['name'] ?? '']
      const listed = listedIn(line)
      if (listed === undefined) return
      const { depth, name, outcome } = listed
      // A suite is told again when it ends.
      const closes = suites.length === depth + 1 && suites[depth] === name
      suites = suites.slice(0, depth)
      if (!closes) cases.push({ id: [...suites, name].join(' > '), outcome })
    },
    drain: () => {
      const drained = cases
      cases = []
      return drained
    },
  }
}

const test = /^(?<indent>(?: {2})*)(?<mark>[✔✖﹣]) (?<name>.*?) \(\d[\d.]*ms\)(?<note>.*)$/u

function listedIn(line: string): Listed | undefined {
  const groups = test.exec(line)?.groups
  const outcome = marks[groups?.['mark'] ?? '']
  if (groups === undefined || outcome === undefined) return undefined
  const isNoted = /# (?:TODO|SKIP)/u.test(groups['note'] ?? '')
  return { depth: depthOf(groups), name: groups['name'] ?? '', outcome: isNoted ? 'skipped' : outcome }
}

function depthOf(groups: Readonly<Record<string, string | undefined>>): number {
  return (groups['indent'] ?? '').length / 2
}

/** Behind `✖ failing tests:`: `test at a.test.mjs:4:1`, `✖ name (1ms)`, and what was said. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  const start = lines.indexOf('✖ failing tests:')
  if (start === -1) return []
  const rest = lines.slice(start)
  return rest.flatMap((line, index) => {
    const file = /^test at (?<file>.+?):\d+:\d+$/u.exec(line)?.groups?.['file']
    const name = /^✖ (?<name>.*?) \(\d[\d.]*ms\)/u.exec(rest[index + 1] ?? '')?.groups?.['name']
    if (file === undefined || name === undefined) return []
    const said = rest.slice(index + 2, index + 14)
    const end = said.findIndex((next) => next === '' || next.startsWith('test at ') || /^\s+at /u.test(next))
    return [
      {
        id: `${file} > ${name}`,
        message: said
          .slice(0, end === -1 ? said.length : end)
          .join('\n')
          .trim(),
      },
    ]
  })
}
