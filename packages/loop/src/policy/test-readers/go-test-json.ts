import { withoutParents } from './go-test.ts'
import { toReading, type TestCase, type TestReader } from './test-reading.ts'

interface GoEvent {
  readonly Action: string
  readonly Package: string
  readonly Test?: string
  readonly Output?: string
}

const outcomes: Readonly<Record<string, TestCase['outcome']>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
}

/** go test -json: one event a line (https://pkg.go.dev/cmd/test2json). What tests print stands inside `Output`. */
export const goTestJson: TestReader = {
  runner: 'go test -json',
  read(lines) {
    const events = lines.flatMap(eventOf)
    if (events.length === 0) return undefined
    const ended = events.flatMap(({ Action, Package, Test }) => {
      const outcome = outcomes[Action]
      return Test === undefined || outcome === undefined ? [] : [{ id: `${Package}.${Test}`, outcome }]
    })
    const cases = withoutParents(ended)
    const count = (outcome: TestCase['outcome']): number =>
      cases.filter((one) => one.outcome === outcome).length
    const block = { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), cases }
    const failing = cases
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id }) => ({ id, message: outputOf(events, id) }))
    return toReading('go test -json', [block], failing)
  },
}

function eventOf(line: string): readonly GoEvent[] {
  if (!line.startsWith('{"') || !line.includes('"Action":')) return []
  try {
    const event: unknown = JSON.parse(line)
    return isGoEvent(event) ? [event] : []
  } catch {
    return []
  }
}

function isGoEvent(event: unknown): event is GoEvent {
  if (typeof event !== 'object' || event === null) return false
  return (
    'Action' in event &&
    typeof event.Action === 'string' &&
    'Package' in event &&
    typeof event.Package === 'string'
  )
}

function outputOf(events: readonly GoEvent[], id: string): string {
  return events
    .filter(({ Package, Test }) => `${Package}.${Test}` === id)
    .map(({ Output = '' }) => Output)
    .filter((text) => !/^\s*(?:=== |--- )/u.test(text))
    .slice(0, 12)
    .join('')
    .trim()
}
