import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  isValidBesidesSeal,
  lineShape,
  scanJson,
  sealEvent,
  type LineShape,
  type OlderEvent,
  type UnsealedEvent,
} from '@gatecycle/event-schema'

const root = new URL('../../../schemas/events/', import.meta.url)
const envelope = {
  timestamp: '2026-01-31T09:30:00.5Z',
  correlation_id: 'FEAT-2026-0007/T01',
  source: 'driver',
  source_version: '0.1.0',
}

/** Whether a line, as bytes, has the shape. */
function hasShape({ pattern }: LineShape, line: string): boolean {
  pattern.lastIndex = 0
  return isUtf8(Buffer.from(line, 'latin1')) && pattern.test(line) && pattern.lastIndex === line.length
}

/** Whether the slow way finds nothing wrong with a line but, at most, its hashes. */
function isValid(line: string): boolean {
  if (!line.endsWith('}\n') || line.includes('\0')) return false
  const text = Buffer.from(line.slice(0, -1), 'latin1').toString('utf8')
  const { error, duplicates, overflows } = scanJson(text)
  return (
    error === undefined && duplicates.length + overflows.length === 0 && isValidBesidesSeal(JSON.parse(text))
  )
}

function shapeOf(line: string): LineShape | undefined {
  return lineShape(JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as OlderEvent)
}

/** The line of an event, as bytes. */
function write(event: object): string {
  return Buffer.from(`${JSON.stringify(event)}\n`).toString('latin1')
}

function older(event_type: string, payload: object): string {
  return write({ ...envelope, event_type, payload })
}

function examplesIn(folder: string, toLine: (type: string, payload: object) => string): string[] {
  return readdirSync(new URL(folder, root)).flatMap((name) => {
    const type = /^(?!event\.)(.+)\.schema\.json$/u.exec(name)?.[1]
    if (type === undefined) return []
    const { examples } = JSON.parse(readFileSync(new URL(folder + name, root), 'utf8')) as {
      readonly examples: readonly object[]
    }
    return examples.map((payload) => toLine(type, payload))
  })
}

const lines = [
  ...examplesIn('./', (event_type, payload) => {
    // the example of a schema is a payload of its type
    return sealEvent(undefined, { ...envelope, event_type, payload } as UnsealedEvent).line
  }),
  ...examplesIn('v0/', older),
  older('plan_ready', { any: { thing: [1, 2.5], 'a.b': [{ c: null }, { c: 'x' }], none: [], no: {} } }),
  older('task_started', { type: 'geprüft ✓ "\\\n', model: null }),
  write({ payload: { gate: 1 }, event_type: 'gate_reached', ...envelope }).replaceAll(
    /(?<="[:,]|\},)/gu,
    ' ',
  ),
]

test('every example has a shape', () => {
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) {
    const shape = shapeOf(line)
    expect(shape && hasShape(shape, line), line).toBe(true)
    expect(isValid(line), line).toBe(true)
  }
})

describe('what has the shape of a valid line is valid', () => {
  /** Of the changed lines those that have the shape and are not valid. */
  function wronglyKnown(changesOf: (line: string) => Iterable<string>): { known: number; wrong: string[] } {
    const found = { known: 0, wrong: [] as string[] }
    for (const line of lines) {
      const shape = shapeOf(line)
      for (const changed of changesOf(line)) {
        if (shape === undefined || !hasShape(shape, changed)) continue
        found.known += 1
        if (!isValid(changed)) found.wrong.push(changed)
      }
    }
    return found
  }

  const bytes = '\0\n\r\t "\\,:{}[]-+.019aeEfnuTZé\u007F\u0080\u00FF'.split('')

  test('when any byte is another one, is gone, or is there twice', () => {
    const { known, wrong } = wronglyKnown(function* (line) {
      for (let at = 0; at < line.length; at += 1) {
        const [before, after] = [line.slice(0, at), line.slice(at + 1)]
        yield before + after
        for (const byte of bytes) {
          yield before + byte + after
          yield before + byte + line.slice(at)
        }
      }
    })
    expect(wrong).toEqual([])
    expect(known).toBeGreaterThan(1000)
  })

  const numbers = [
    '0',
    '-0',
    '-1',
    '01',
    '1.',
    '1.5',
    '256',
    '1e999',
    '1e99',
    '9007199254740993',
    '9'.repeat(400),
  ]
  const words = [
    'null',
    'true',
    'nul',
    '[]',
    '{}',
    '[1]',
    '[[]]',
    '{"a":1}',
    '{"a":1,"a":1}',
    '{"a":1,}',
    '[1,]',
  ]
  const texts = ['""', '"x"', '"\\u00e9"', '"\\ud800"', '"\\x"', '"\\', '"passed"', '"é"', '"Ã©"', '"\u0001"']
  const other = [...numbers, ...words, ...texts, '"2026-02-29T00:00:00Z"', ',', ':', '}', '']

  test('when any word of it is another one, or is there twice', () => {
    const { known, wrong } = wronglyKnown(function* (line) {
      const tokens = [...line.matchAll(/"(?:[^"\\]|\\.)*"|[-+.\w]+|[^]/gu)].map(([token]) => token)
      for (const [index, token] of tokens.entries()) {
        for (const word of other) yield tokens.with(index, word).join('')
        yield tokens.toSpliced(index, 0, token).join('')
        // a whole member twice, as far as it is one
        yield tokens.toSpliced(index, 0, ...tokens.slice(index, index + 4)).join('')
        yield tokens.toSpliced(index, 4).join('')
      }
    })
    expect(wrong).toEqual([])
    expect(known).toBeGreaterThan(1000)
  })
})

describe('a shape', () => {
  const line = older('task_started', { type: 'docs', model: 'opus', re_arm_count: 0 })
  const shape = shapeOf(line)

  test.each([
    ['other values', line.replace('"opus"', 'null').replace(':0}', ':12}'), true],
    ['escapes and letters of any language', line.replace('opus', 'Ã¼\\n\\u00fc\\"'), true],
    ['blanks', line.replaceAll('":', '": '), true],
    ['another order', older('task_started', { model: 'opus', type: 'docs', re_arm_count: 0 }), false],
    ['a member less', older('task_started', { type: 'docs', model: 'opus' }), false],
    ['the 29th of February', line.replace('2026-01-31', '2024-02-29'), false],
    ['the 31st of April', line.replace('2026-01-31', '2026-04-31'), false],
    ['a line that ends with CR LF', line.replace('\n', '\r\n'), false],
    ['a torn line', line.slice(0, -1), false],
    ['two lines', line + line, false],
  ])('knows of %s', (_, other, isKnown) => {
    expect(shape && hasShape(shape, other)).toBe(isKnown)
  })

  test('is not there for what nests deeply, or for lists of unlike things', () => {
    expect(shapeOf(older('plan_ready', { a: [[[[[[[[1]]]]]]]] }))).toBeUndefined()
    expect(shapeOf(older('plan_ready', { a: [{ b: 1 }, { c: 1 }] }))).toBeUndefined()
    expect(shapeOf(older('plan_ready', { 'a"b': 1 }))).toBeUndefined()
  })

  test('is not there for a sealed line whose hash is not at its end', () => {
    const { line: sealed } = sealEvent(undefined, {
      ...envelope,
      event_type: 'gate_reached',
      payload: { gate: 1, terminal: true, units: 1 },
    })
    expect(shapeOf(sealed)).toBeDefined()
    const { hash, ...event } = JSON.parse(sealed) as Record<string, unknown>
    expect(shapeOf(write({ hash, ...event }))).toBeUndefined()
  })

  test('leaves a long list that ends wrongly without trying all ways to read it', () => {
    const list = older('plan_ready', { a: Array.from({ length: 500 }, () => []) })
    const known = shapeOf(list)
    expect(known && hasShape(known, list)).toBe(true)
    expect(known && hasShape(known, list.replace('}\n', '\n'))).toBe(false)
  })
})
