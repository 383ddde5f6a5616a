import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyTextOf, mappingOf, parseMarkdownFile, toPlain, type MarkdownFile } from '../src/index.ts'

const parse = (text: string): MarkdownFile => parseMarkdownFile('PLAN.md', text)
const read = (text: string): unknown => {
  const file = parse(text)
  if (file.frontMatter.kind === 'absent') return { absent: bodyTextOf(file) }
  if (file.frontMatter.kind === 'mapping') return [toPlain(file.frontMatter.mapping), bodyTextOf(file)]
  const { message, range } = file.frontMatter.problem
  return `${range.start.line}:${range.start.column} ${message}`
}

describe('what is read', () => {
  test.each([
    ['keys and a body', '---\na: 1\n---\nbody\n', [{ a: 1 }, 'body\n']],
    ['an empty block', '---\n---\nbody\n', [{}, 'body\n']],
    ['comments only', '---\n# nothing\n---\n', [{}, '']],
    ['no block', '# Title\n', { absent: '# Title\n' }],
    ['an empty file', '', { absent: '' }],
    ['a rule of four dashes is Markdown', '----\na: 1\n---\n', { absent: '----\na: 1\n---\n' }],
    ['a block that does not start on line 1 is text', '\n---\na: 1\n---\n', { absent: '\n---\na: 1\n---\n' }],
    ['blanks behind the fences', '--- \na: 1\n---\t\nbody', [{ a: 1 }, 'body']],
    ['no line end behind the closing fence', '---\na: 1\n---', [{ a: 1 }, '']],
    ['CRLF', '---\r\na: 1\r\nb: two\r\n---\r\nbody\r\n', [{ a: 1, b: 'two' }, 'body\r\n']],
    ['a byte order mark', '\uFEFF---\na: 1\n---\nbody', [{ a: 1 }, 'body']],
    ['a byte order mark and CRLF', '\uFEFF---\r\na: 1\r\n---\r\nbody', [{ a: 1 }, 'body']],
    [
      'a horizontal rule in the body',
      '---\na: 1\n---\none\n\n---\n\ntwo\n',
      [{ a: 1 }, 'one\n\n---\n\ntwo\n'],
    ],
    [
      'three dashes indented in a block scalar',
      '---\na: |\n  x\n  ---\n  y\n---\n',
      [{ a: 'x\n---\ny\n' }, ''],
    ],
    [
      'an excerpt separator is text',
      '---\na: 1\n---\none\n<!-- more -->\n',
      [{ a: 1 }, 'one\n<!-- more -->\n'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('what is refused, and where', () => {
  test.each([
    ['a block that is not closed', '---\na: 1\n', '1:1 the front matter is not closed by a line "---"'],
    ['nothing but an opening', '---', '1:1 the front matter is not closed by a line "---"'],
    ['a closing fence with text', '---\na: 1\n--- x\n', '1:1 the front matter is not closed by a line "---"'],
    ['an indented closing fence', '---\na: 1\n ---\n', '1:1 the front matter is not closed by a line "---"'],
    ['another language', '---js\n{a: 1}\n---\n', '1:1 the opening fence must be a line with exactly "---"'],
    [
      'another language, with a blank',
      '--- json\n{"a": 1}\n---\n',
      '1:1 the opening fence must be a line with exactly "---"',
    ],
    [
      'dashes and text at the start of a line inside',
      '---\na: |\n---foo\nb: 1\n---\n',
      '3:1 a line inside the front matter starts with "---"',
    ],
    ['a list', '---\n- a\n---\n', '2:1 the front matter is a list, not a mapping of keys'],
    ['plain text', '---\nhello\n---\n', '2:1 the front matter is plain text, not a mapping of keys'],
    ['a duplicate key', '---\na: 1\na: 2\n---\n', '3:1 the key "a" stands twice'],
    ['a tag', '---\na: !!js/regexp /x/\n---\n', '2:4 unresolved tag: tag:yaml.org,2002:js/regexp'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('nothing is ever run', () => {
  const bait = 'globalThis.wasRun = true'

  test.each([
    `---js\n(() => { ${bait} })()\n---\n`,
    `---javascript\nmodule.exports = (${bait})\n---\n`,
    `---coffee\n${bait}\n---\n`,
    `---\na: !!js/function "function () { ${bait} }"\n---\n`,
    `---\njs: ${bait}\n---\n`,
  ])('%j', (text) => {
    read(text)
    expect('wasRun' in globalThis).toBe(false)
  })
})

test('a file that could not be read is not remembered as an empty one', () => {
  const broken = '---\na: [\n---\n'
  expect(read(broken)).toBe(read(broken))
  expect(typeof read(broken)).toBe('string')
})

test('never throws, and block and body are the whole text', () => {
  const piece = fc.oneof(
    fc.constantFrom('---', '---\n', '\n', '\r\n', 'a: 1\n', '\uFEFF', ' ', '- x\n', '"'),
    fc.string({ maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      const file = parse(text)
      expect(text.endsWith(bodyTextOf(file))).toBe(true)
      if (mappingOf(file) !== undefined) expect(text.replace(/^\uFEFF/u, '').startsWith('---')).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
