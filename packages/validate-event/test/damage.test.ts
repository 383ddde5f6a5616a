import { describe, expect, test } from 'vitest'
import { eventNumber, run, sealedLines, sealEvents } from './logs.ts'

interface Found {
  readonly code: string
  readonly range: { readonly start: { readonly line: number; readonly column: number } }
  readonly pointer: string
}

const events = [1, 2, 3, 4, 5].map(eventNumber)
const lines = sealedLines(5)

/** A sealed log in which the third event is another one. */
function withThird(change: (event: ReturnType<typeof eventNumber>) => object): string {
  return sealEvents(events.map((event, index) => (index === 2 ? change(event) : event))).join('')
}

/** The log with its third line changed after it was sealed. */
function withThirdLine(change: (line: string) => string): string {
  return lines.map((line, index) => (index === 2 ? change(line) : line)).join('')
}

const older = `{"timestamp":"2026-01-31T09:30:00Z","correlation_id":"FEAT-2026-0007","event_type":"gate_reached","source":"driver","source_version":"1","payload":{"gate":1}}`

/** Each finding is written as code, line, pointer, and what stands at the column it names. */
type Damage = readonly [kind: string, log: string | Uint8Array, found: readonly string[]]

const kinds: readonly Damage[] = [
  [
    'missing field',
    withThird(({ payload }) => ({ ...events[2], payload: { ...payload, bytes: undefined } })),
    ['EV201 3 /payload @{"attemp'],
  ],
  [
    'extra field',
    withThird((event) => ({ ...event, payload: { ...event.payload, byte: 1 } })),
    ['EV202 3 /payload/byte @"byte":1'],
  ],
  [
    'wrong enum',
    withThird((event) => ({ ...event, event_type: 'gate_armd' })),
    ['EV208 3 /event_type @"gate_ar'],
  ],
  [
    'wrong value',
    `${older.replace('gate_reached', 'attempt_outcome').replace('{"gate":1}', '{"attempt":1,"outcome":"pased"}')}\n`,
    ['EV203 1 /payload/outcome @"pased"}'],
  ],
  [
    'wrong payload',
    withThird((event) => ({ ...event, payload: { gate: 1, terminal: true, units: 1 } })),
    ['EV209 3 /payload @{"gate":'],
  ],
  [
    'bad date',
    withThird((event) => ({ ...event, timestamp: '2026-02-29T09:30:00.000Z' })),
    ['EV205 3 /timestamp @"2026-02'],
  ],
  ['duplicate seq', [...lines.slice(0, 3), lines[2], ...lines.slice(3)].join(''), ['EV303 4 /seq @"seq":3,']],
  [
    'changed byte',
    withThirdLine((line) => line.replace('"bytes":2', '"bytes":7')),
    ['EV301 3 /hash @"sha256:'],
  ],
  ['dropped line', lines.filter((_, index) => index !== 2).join(''), ['EV302 3 /seq @"seq":4,']],
  ['swapped lines', [0, 2, 1, 3, 4].map((index) => lines[index]).join(''), ['EV304 3 /seq @"seq":2,']],
  ['truncated tail', lines.join('').slice(0, -20), ['EV102 5  @']],
  ['NUL', withThirdLine((line) => line.replace('driver', 'dri\0er')), ['EV105 3  @\0er","so']],
  ['BOM', `\uFEFF${lines.join('')}`, ['EV103 1  @\uFEFF{"times']],
  ['CRLF', lines.join('').replaceAll('\n', '\r\n'), [1, 2, 3, 4, 5].map((line) => `EV104 ${line}  @\r`)],
  [
    '2 MB line',
    withThirdLine((line) => line.replace('driver', 'd'.repeat(2_000_000))),
    ['EV107 3  @{"timest'],
  ],
  [
    'deep nesting',
    withThirdLine((line) =>
      line.replace('"bytes":2', `"bytes":${'['.repeat(100_000)}2${']'.repeat(100_000)}`),
    ),
    ['EV108 3  @[[[[[[[['],
  ],
  [
    'duplicate key',
    withThird((event) => event).replace('"bytes":3', '"bytes":3,"bytes":3'),
    ['EV111 3 /payload/bytes @"bytes":', 'EV301 3 /hash @"sha256:'],
  ],
  [
    'number overflow',
    withThirdLine((line) => line.replace('"bytes":2', '"bytes":1e999')),
    ['EV112 3 /payload/bytes @1e999},"', 'EV301 3 /hash @"sha256:'],
  ],
  [
    'invalid UTF-8',
    Buffer.from(
      withThirdLine((line) => line.replace('driver', 'dri\u00FFer')),
      'latin1',
    ),
    ['EV106 3  @\uFFFDer","so'],
  ],
  ['empty', '', ['EV101 1  @']],
  ['not JSON', withThirdLine((line) => line.replace('"source":', '"source"=')), ['EV109 3  @="driver']],
]

describe.each(kinds)('%s', (_, log, wanted) => {
  test('is found by its own code, at its place', async () => {
    const { exitCode, stdout } = await run(['--format', 'json'], { stdin: log })
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Found[] }
    const text = Buffer.from(log).toString().split('\n')
    const found = diagnostics.map(({ code, range: { start }, pointer }) => {
      const there = text[start.line - 1]?.slice(start.column - 1, start.column + 7)
      return `${code} ${start.line} ${pointer} @${there}`
    })
    expect(found).toEqual(wanted)
    expect(exitCode).toBe(1)
  })
})

test('each kind of damage has a code that no other kind has', () => {
  const codes = kinds.map(([, , [first]]) => first?.slice(0, 5))
  expect(new Set(codes).size).toBe(kinds.length)
})

test('a log without damage is valid', async () => {
  expect(await run([], { stdin: lines.join('') })).toMatchObject({ exitCode: 0 })
  expect(await run(['--chain', 'a.jsonl'], { files: { 'a.jsonl': lines.join('') } })).toMatchObject({
    exitCode: 0,
  })
})
