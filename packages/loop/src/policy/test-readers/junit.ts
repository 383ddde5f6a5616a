import { parser, type QualifiedTag, type SAXParser, type Tag } from 'sax'
import { toReading, type FailingTest, type TestCase, type TestReading } from './test-reading.ts'

export type ReportReading =
  | { readonly ok: true; readonly reading: TestReading }
  | { readonly ok: false; readonly problem: string }

interface Open {
  readonly id: string
  outcome: TestCase['outcome']
  message: string
}

/**
 * JUnit XML as its many writers have it (https://github.com/testmoapp/junitxml): what counts are the `testcase` elements, not the numbers that a
 * suite says of itself. Document types are not followed: no entity is expanded but those of XML itself.
 */
export function readJunit(texts: readonly string[]): ReportReading {
  const cases: TestCase[] = []
  const failing: FailingTest[] = []
  for (const text of texts) {
    const problem = readFile(text, ({ id, outcome, message }) => {
      cases.push({ id, outcome })
      if (outcome === 'failed') failing.push({ id, message: message.trim() })
    })
    if (problem !== undefined) return { ok: false, problem }
  }
  const count = (outcome: TestCase['outcome']): number =>
    cases.filter((one) => one.outcome === outcome).length
  const passed = count('passed') + count('expected-failure')
  const reading = toReading(
    'JUnit XML',
    [{ passed, failed: count('failed'), skipped: count('skipped'), cases }],
    failing,
  )
  return reading === undefined ? { ok: false, problem: 'it has no test' } : { ok: true, reading }
}

function readFile(text: string, onCase: (ended: Open) => void): string | undefined {
  let problem: string | undefined
  let root: string | undefined
  let open: Open | undefined
  let inFailure = false
  const reader: SAXParser = parser(true)
  const say = (said: string): void => {
    if (inFailure && open !== undefined && open.message === '') open.message = said.trim().slice(0, 2000)
  }
  const onerror = (error: Error): void => {
    problem ??= error.message.split('\n').join(', ')
    reader.resume()
  }
  const onopentag = ({ name, attributes }: Tag | QualifiedTag): void => {
    root ??= name
    if (name === 'testcase') open = openCase(attributes)
    if (open === undefined) return
    inFailure = name === 'failure' || name === 'error'
    if (inFailure) open = { ...open, outcome: 'failed', message: attributeOf(attributes, 'message') }
    if (name === 'skipped')
      open.outcome = attributeOf(attributes, 'type') === 'pytest.xfail' ? 'expected-failure' : 'skipped'
  }
  const onclosetag = (name: string): void => {
    if (name === 'failure' || name === 'error') inFailure = false
    if (name !== 'testcase' || open === undefined) return
    onCase(open)
    open = undefined
  }
  Object.assign(reader, { onerror, onopentag, ontext: say, oncdata: say, onclosetag })
  reader.write(text).close()
  if (problem === undefined && root !== 'testsuites' && root !== 'testsuite')
    return `it is no JUnit XML: its root is ${root ?? 'missing'}`
  return problem
}

type Attributes = Readonly<Record<string, unknown>>

function openCase(attributes: Attributes): Open {
  const [group, name] = [attributeOf(attributes, 'classname'), attributeOf(attributes, 'name')]
  const isOff = ['disabled', 'notrun'].includes(attributeOf(attributes, 'status'))
  return {
    id: group === '' || group === name ? name : `${group} > ${name}`,
    outcome: isOff ? 'skipped' : 'passed',
    message: '',
  }
}

function attributeOf(attributes: Attributes, name: string): string {
  const value = attributes[name]
  return typeof value === 'string' ? value : ''
}
