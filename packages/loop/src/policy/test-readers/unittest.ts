import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

/** unittest of Python, also under Django (https://docs.python.org/3/library/unittest.html): the end of its report; tests by name with `-v`. */
export const unittest: TestReader = {
  runner: 'unittest',
  read(lines) {
    const blocks: TestBlock[] = []
    const listing = createListing()
    for (const [index, line] of lines.entries()) {
      listing.take(line)
      const ran = /^Ran (?<count>\d+) tests? in \d[\d.]*s$/u.exec(line)?.groups?.['count']
      const end = /^(?:OK|FAILED|NO TESTS RAN)(?: \((?<words>.*)\))?$/u.exec(lines[index + 2] ?? '')
      if (ran === undefined || end === null) continue
      blocks.push({ ...toCounts(Number(ran), end.groups?.['words'] ?? ''), cases: listing.drain() })
    }
    return toReading('unittest', blocks, failingTests(lines))
  },
}

/** `failures=1, expected failures=1`. What fails around tests, as `setUpClass`, was not counted as one that ran. */
function toCounts(ran: number, words: string): Pick<TestBlock, 'passed' | 'failed' | 'skipped'> {
  const counts = new Map(words.split(', ').map((part) => part.split('=') as [string, string]))
  const count = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + Number(counts.get(name) ?? 0), 0)
  const skipped = count('skipped')
  const failed = count('failures', 'errors', 'unexpected successes')
  return { passed: Math.max(0, ran - skipped - failed), failed, skipped }
}

interface Listing {
  readonly take: (line: string) => void
  readonly drain: () => readonly TestCase[]
}

/** `test_adds (test_a.Sums.test_adds) ... ok`; where the test says what it is, that and the outcome are on the next line. */
function createListing(): Listing {
  let cases: TestCase[] = []
  let above: string | undefined
  return {
    take: (line) => {
      const { name, place, rest } =
        /^(?<name>\w+) \((?<place>[\w.]+)\)(?<rest> \.\.\. .*)?$/u.exec(line)?.groups ?? {}
      const id = name === undefined || place === undefined ? above : idOf(name, place)
      const outcome = outcomeOf(rest ?? line)
      const isTest = id !== undefined && !/\.(?:setUp|tearDown)(?:Class|Module)$/u.test(id)
      if (isTest && outcome !== undefined) cases.push({ id, outcome })
      above = name !== undefined && rest === undefined ? id : undefined
    },
    drain: () => {
      const drained = cases
      cases = []
      return drained
    },
  }
}

/** Since Python 3.11 the place ends with the name. */
function idOf(name: string, place: string): string {
  return place.endsWith(`.${name}`) ? place : `${place}.${name}`
}

function outcomeOf(text: string): TestCase['outcome'] | undefined {
  // The parts of it that failed stand below.
  if (text === ' ... ') return 'failed'
  const word =
    / \.\.\. (?<word>ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)$/u.exec(text)?.groups?.[
      'word'
    ] ?? ''
  return word.startsWith('skipped') ? 'skipped' : outcomes[word]
}

const outcomes: Readonly<Record<string, TestCase['outcome']>> = {
  ok: 'passed',
  FAIL: 'failed',
  ERROR: 'failed',
  'expected failure': 'expected-failure',
  'unexpected success': 'failed',
}

/** Between two lines of `=`: which test, and behind its stack what was said. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line, index) => {
    const {
      name,
      place,
      part = '',
    } = /^(?:FAIL|ERROR): (?<name>\w+) \((?<place>[\w.]+)\)(?<part> .*)?$/u.exec(line)?.groups ?? {}
    if (name === undefined || place === undefined || !lines[index - 1]?.startsWith('=====')) return []
    const rest = lines.slice(index + 1)
    const begin = rest.findIndex((next) => next.startsWith('-----')) + 1
    const end = rest.findIndex((next, at) => at >= begin && /^(?:=====|-----)/u.test(next))
    const told = rest.slice(begin, end === -1 ? begin + 30 : end)
    const stack = told.findLastIndex((next) => next.startsWith('  File '))
    const said = told.slice(stack + 1).filter((next) => !next.startsWith('    '))
    return [{ id: `${idOf(name, place)}${part}`, message: said.join('\n').trim() }]
  })
}
