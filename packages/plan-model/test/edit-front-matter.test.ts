import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  editFrontMatter,
  mappingOf,
  parseMarkdownFile,
  toPlain,
  type FrontMatterValue,
} from '../src/index.ts'

const dataOf = (text: string): unknown => {
  const mapping = mappingOf(parseMarkdownFile('WU-01.md', text))
  return mapping === undefined ? undefined : toPlain(mapping)
}

describe('one value changes and every other byte stays', () => {
  test.each([
    [
      'a plain value',
      '---\na: 1\nstatus: draft\nb: 2\n---\nbody\n',
      '---\na: 1\nstatus: done\nb: 2\n---\nbody\n',
    ],
    ['a comment behind it', '---\nstatus: draft   # why\n---\n', '---\nstatus: done   # why\n---\n'],
    ['blanks in front of it', '---\nstatus:    draft\n---\n', '---\nstatus:    done\n---\n'],
    ['a quoted value', '---\nstatus: "draft"\n---\n', '---\nstatus: done\n---\n'],
    ['an empty value', '---\nstatus:\nb: 2\n---\n', '---\nstatus: done\nb: 2\n---\n'],
    [
      'an empty value with a comment',
      '---\nstatus: # later\nb: 2\n---\n',
      '---\nstatus: done # later\nb: 2\n---\n',
    ],
    ['null', '---\nstatus: null\n---\n', '---\nstatus: done\n---\n'],
    ['a missing key', '---\na: 1\n---\nbody', '---\na: 1\nstatus: done\n---\nbody'],
    ['an empty block', '---\n---\n', '---\nstatus: done\n---\n'],
    [
      'CRLF',
      '---\r\na: 1\r\nstatus: draft\r\n---\r\nbody\r\n',
      '---\r\na: 1\r\nstatus: done\r\n---\r\nbody\r\n',
    ],
    ['CRLF, a missing key', '---\r\na: 1\r\n---\r\n', '---\r\na: 1\r\nstatus: done\r\n---\r\n'],
    ['CRLF, the last value', '---\r\nstatus: draft\r\n---\r\n', '---\r\nstatus: done\r\n---\r\n'],
    ['a byte order mark', '\uFEFF---\nstatus: draft\n---\n', '\uFEFF---\nstatus: done\n---\n'],
    ['a block list', '---\nstatus:\n  - a\n  - b\nc: 1\n---\n', '---\nstatus:\n  done\nc: 1\n---\n'],
    ['a block scalar', '---\nstatus: |\n  a\n  b\nc: 1\n---\n', '---\nstatus: done\nc: 1\n---\n'],
    ['no line end at the end of the file', '---\nstatus: draft\n---', '---\nstatus: done\n---'],
    [
      'a value that holds ": "',
      '---\ntitle: a: b\nstatus: draft\n---\n',
      '---\ntitle: a: b\nstatus: done\n---\n',
    ],
  ])('%s', (_, before, after) => {
    expect(editFrontMatter(before, { status: 'done' })).toBe(after)
  })

  test('several keys at once', () => {
    expect(editFrontMatter('---\na: 1\n---\n', { a: 2, b: true, c: 'x y' })).toBe(
      '---\na: 2\nb: true\nc: x y\n---\n',
    )
  })

  test('a file that cannot be read is refused', () => {
    expect(() => editFrontMatter('---\na: [\n---\n', { a: 1 })).toThrow('without readable front matter')
    expect(() => editFrontMatter('no front matter', { a: 1 })).toThrow('without readable front matter')
  })
})

describe('properties', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'a: b',
      '# x',
      'it’s "so"',
      "'",
      '\n',
      'a\r\nb',
      '---',
      '- x',
      '🎉',
      'yes',
      'null',
      '1',
      '1e3',
      '0x1',
      '~',
      '\u2028',
      '\uFEFF',
      '\u0085',
      '',
      ' ',
      '\t',
      '!tag',
      '*a',
      '&a',
      '@',
      '`',
    ),
  )

  const value: fc.Arbitrary<FrontMatterValue> = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  )
  const files = fc.constantFrom(
    '---\na: 1\nkey: old # why\nz: "last"\n---\nbody: x\n',
    '---\r\na: 1\r\nkey: old # why\r\nz: "last"\r\n---\r\nbody: x\r\n',
    '---\na: 1\nz: "last"\n---\nbody: x\n',
    '---\na: 1\nkey:\nz: "last"\n---\n',
  )

  test('any value reads back as itself, and nothing else changes', () => {
    fc.assert(
      fc.property(files, value, (file, set) => {
        const edited = editFrontMatter(file, { key: set })
        expect(dataOf(edited)).toEqual({ ...(dataOf(file) as object), key: set })
        const without = (all: string): readonly string[] =>
          all.split('\n').filter((line) => !line.startsWith('key:'))
        expect(without(edited)).toEqual(without(file))
      }),
      { numRuns: 3000 },
    )
  })

  test('the same edit twice is the edit once', () => {
    fc.assert(
      fc.property(files, value, (file, set) => {
        const once = editFrontMatter(file, { key: set })
        expect(editFrontMatter(once, { key: set })).toBe(once)
      }),
    )
  })
})
