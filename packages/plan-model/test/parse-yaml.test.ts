import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { createSourceText, entryOf, parseYaml, rangeAt, toPlain, type YamlReading } from '../src/index.ts'

const parse = (text: string): YamlReading => parseYaml(createSourceText(text))
const plain = (text: string): unknown => {
  const reading = parse(text)
  return reading.ok ? toPlain(reading.value) : reading.problem.message
}
const place = (text: string): string => {
  const reading = parse(text)
  if (reading.ok) return 'no problem'
  const { line, column } = reading.problem.range.start
  return `${line}:${column} ${reading.problem.message}`
}

describe('values', () => {
  test.each([
    [
      'core schema: yes, no and dates are text',
      'a: yes\nb: no\nc: 2026-11-20\nd: 007',
      { a: 'yes', b: 'no', c: '2026-11-20', d: 7 },
    ],
    [
      'core schema: true, null, ~ and nothing',
      'a: true\nb: null\nc: ~\nd:',
      { a: true, b: undefined, c: undefined, d: undefined },
    ],
    ['block and flow', 'a: [1, b]\nb:\n  - x\n  - y: z\n', { a: [1, 'b'], b: ['x', { y: 'z' }] }],
    ['block scalars', 'a: |\n  one\n  two\nb: >-\n  three\n  four\n', { a: 'one\ntwo\n', b: 'three four' }],
    ['anchors are followed', 'a: &x [1]\nb: *x', { a: [1], b: [1] }],
    [
      'a merge key is a key like any other',
      'a: &x {b: 1}\nc: {<<: *x}',
      { a: { b: 1 }, c: { '<<': { b: 1 } } },
    ],
    ['prototype keys are data', 'constructor: 1\ntoString: 2', { constructor: 1, toString: 2 }],
    ['CRLF', 'a: one\r\nb: two\r\n', { a: 'one', b: 'two' }],
    ['non-ASCII', 'título: ¡olé! 🎉', { título: '¡olé! 🎉' }],
    ['an empty text', '', undefined],
  ])('%s', (_, text, expected) => {
    expect(plain(text)).toEqual(expected)
  })

  test('a key called __proto__ changes no object', () => {
    plain('__proto__: {polluted: true}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('what is refused, and where', () => {
  test.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3', '3:1 the key "a" stands twice'],
    ['a duplicate key deep inside', 'x:\n  a: 1\n  a: 2', '3:3 the key "a" stands twice'],
    ['an unknown tag', 'a: !!js/function "x"', '1:4 unresolved tag: tag:yaml.org,2002:js/function'],
    ['a tab as indentation', 'a:\n\tb: 1', '2:1 tabs are not allowed as indentation'],
    ['an open quote', 'a: "x', '1:6 missing closing "quote'],
    [
      'an open bracket',
      'a: [1, 2',
      '1:9 flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a key that is a list', '[a]: 1', '1:1 with stringKeys, all keys must be strings'],
  ])('%s', (_, text, expected) => {
    expect(place(text)).toBe(expected)
  })

  test('two documents', () => {
    expect(parse('a: 1\n---\nb: 2\n').ok).toBe(false)
  })

  test('an alias bomb is refused quickly', () => {
    const bomb = [
      'a0: &a0 x',
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`),
    ]
    const start = performance.now()
    expect(place(bomb.join('\n'))).toBe('1:1 more than 50 aliases')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('an alias to itself is refused', () => {
    expect(parse('a: &a [*a]').ok).toBe(false)
  })

  test('deep nesting ends in a reading or a problem', () => {
    expect(() => parse('['.repeat(5000))).not.toThrow()
    expect(() => parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)).not.toThrow()
  })
})

describe('a plain value that holds ": " is read as one text, and reported', () => {
  const read = (text: string): readonly unknown[] => {
    const source = createSourceText(text)
    const reading = parseYaml(source)
    if (!reading.ok) return ['problem']
    return [toPlain(reading.value), ...reading.requoted.map(({ range }) => range)]
  }

  test.each([
    [
      'in the middle',
      'a: x: y',
      [{ a: 'x: y' }, { start: { line: 1, column: 4 }, end: { line: 1, column: 8 } }],
    ],
    [
      'at the end',
      'a: fix this:',
      [{ a: 'fix this:' }, { start: { line: 1, column: 4 }, end: { line: 1, column: 13 } }],
    ],
    [
      'in a list of mappings',
      '- text: x: y',
      [[{ text: 'x: y' }], { start: { line: 1, column: 9 }, end: { line: 1, column: 13 } }],
    ],
    [
      'with CRLF',
      'a: x: y\r\nb: 1\r\n',
      [
        { a: 'x: y', b: 1 },
        { start: { line: 1, column: 4 }, end: { line: 1, column: 8 } },
      ],
    ],
    ['not where a comment follows', 'a: x: y # z', ['problem']],
    ['not where the text is quoted', 'a: "x: y"', [{ a: 'x: y' }]],
    ['not where another line is broken', 'a: x: y\nb: [', ['problem']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test('places behind it are places in the original', () => {
    const source = createSourceText('a: x: y: z\nb: {c: d}\n')
    const reading = parseYaml(source)
    const value =
      reading.ok && reading.value.kind === 'mapping' ? entryOf(reading.value, 'b')?.value : undefined
    expect(value?.range).toEqual(rangeAt(source, 14, 20))
  })
})

describe('properties', () => {
  const scalars = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())
  const data = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/u), fc.oneof(scalars, fc.array(scalars)))

  test('what another writer wrote is read as the same data', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(plain(stringify(value))).toEqual({ ...value })
      }),
    )
  })

  test('never throws, and every place lies in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const source = createSourceText(text)
        const reading = parseYaml(source)
        const { start, end } = reading.ok ? reading.value.range : reading.problem.range
        expect(start.line).toBeGreaterThanOrEqual(1)
        expect(end.line).toBeLessThanOrEqual(source.lineStarts.length)
      }),
    )
  })

  test('a part of a text is read with places of the whole', () => {
    const text = 'front\na: 1\nb: two\nback'
    const reading = parseYaml(createSourceText(text), 6, 18)
    const second = reading.ok && reading.value.kind === 'mapping' ? reading.value.entries[1] : undefined
    expect(second?.keyRange.start).toEqual({ line: 3, column: 1 })
    expect(second?.value.range).toEqual({ start: { line: 3, column: 4 }, end: { line: 3, column: 7 } })
  })
})
