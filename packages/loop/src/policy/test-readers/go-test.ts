import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

const outcomes: Readonly<Record<string, TestCase['outcome']>> = {
  PASS: 'passed',
  FAIL: 'failed',
  SKIP: 'skipped',
}

/**
 * go test (https://pkg.go.dev/cmd/go#hdr-Test_packages): tests by name with `-v`. Without it only packages are listed: then it is known
 * that nothing ran where every package says so, and otherwise not how much.
 */
export const goTest: TestReader = {
  runner: 'go test',
  read(lines) {
    const packages = lines.flatMap(packageOf)
    if (packages.length === 0) return undefined
    const cases = withoutParents(casesOf(lines))
    const nothing = packages.every(({ empty }) => empty)
    if (cases.length === 0 && !nothing) return undefined
    const count = (outcome: TestCase['outcome']): number =>
      cases.filter((one) => one.outcome === outcome).length
    const block: TestBlock = nothing
      ? { passed: 0, failed: 0, skipped: 0, cases: [] }
      : { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), cases }
    return toReading('go test', [block], failingTests(lines))
  },
}

/** `ok  	example.com/a	0.002s`, `?   	example.com/b	[no test files]`, `ok  	example.com/c	0.002s [no tests to run]`. */
function packageOf(line: string): readonly { readonly name: string; readonly empty: boolean }[] {
  const found = /^(?:ok {2}|FAIL|\? {3}|---)?\t(?<name>\S+)\t(?<rest>.*)$/u.exec(line)?.groups
  if (found === undefined) return []
  return [
    {
      name: found['name'] ?? '',
      empty: /\[no test(?:s to run| files)\]|coverage: 0\.0% of statements$/u.test(found['rest'] ?? ''),
    },
  ]
}

/** With `-v` the tests of a package stand before its line. */
function casesOf(lines: readonly string[]): readonly TestCase[] {
  const done: TestCase[] = []
  let open: TestCase[] = []
  for (const line of lines) {
    const test = /^ *--- (?<word>PASS|FAIL|SKIP): (?<name>\S.*) \(\d+\.\d+s\)$/u.exec(line)?.groups
    const outcome = outcomes[test?.['word'] ?? '']
    if (outcome !== undefined) open.push({ id: test?.['name'] ?? '', outcome })
    const [end] = packageOf(line)
    if (end === undefined) continue
    done.push(...open.map((one) => ({ ...one, id: `${end.name}.${one.id}` })))
    open = []
  }
  // Without -v only failing tests are listed, so that the list says nothing about how many ran.
  return done.some(({ outcome }) => outcome === 'passed') ? done : []
}

/** A test with subtests is counted by them. */
export function withoutParents(cases: readonly TestCase[]): readonly TestCase[] {
  const parents = new Set(cases.flatMap(({ id }) => parentsOf(id)))
  return cases.filter(({ id }) => !parents.has(id))
}

function parentsOf(id: string): readonly string[] {
  const name = id.slice(id.lastIndexOf('.Test') + 1)
  const parts = name.split('/')
  const head = id.slice(0, id.length - name.length)
  return parts.slice(1).map((_, index) => `${head}${parts.slice(0, index + 1).join('/')}`)
}

function failingTests(lines: readonly string[]): readonly FailingTest[] {
  return lines.flatMap((line, index) => {
    const id = /^ *--- FAIL: (?<name>\S.*) \(\d+\.\d+s\)$/u.exec(line)?.groups?.['name']
    if (id === undefined) return []
    const said = lines.slice(index + 1, index + 12)
    const end = said.findIndex((next) => !/^ {4,}\S/u.test(next) || /^ *--- /u.test(next))
    return [
      {
        id,
        message: said
          .slice(0, end === -1 ? said.length : end)
          .map((next) => next.trim())
          .join('\n'),
      },
    ]
  })
}
