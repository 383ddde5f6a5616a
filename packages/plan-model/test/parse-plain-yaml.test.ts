import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpusRoot } from '@gatecycle/test-kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFullYaml } from '../src/parse-yaml.ts'
import { parsePlainYaml } from '../src/parse-plain-yaml.ts'
import { createSourceText, parseMarkdownFile, rangeAt, type YamlValue } from '../src/index.ts'

function readPlain(text: string): YamlValue | undefined {
  const source = createSourceText(text)
  return parsePlainYaml(text, (start, end) => rangeAt(source, start, end))
}

/** Whatever the plain reader reads, the full one reads as well, with the same places and nothing to requote. */
function isSame(text: string): boolean {
  const plain = readPlain(text)
  if (plain === undefined) return false
  expect({ text, ok: true, value: plain, requoted: [] }).toEqual({
    text,
    ...parseFullYaml(createSourceText(text)),
  })
  return true
}

describe('the plain reader', () => {
  test.each([
    ['keys', 'a: 1\nb: two words\nc: "quoted: # text"\nd: \'single\'\ne: true\n'],
    ['flow lists', 'a: []\nb: [x]\nc: [ x , y/z.md,T01 ]\nd: [1, true]\n'],
    ['block lists, deeper and not', 'a:\n  - x\n  - y\nb:\n- x\n-   y\nc: 1\n'],
    ['lists of mappings', 'a:\n  - id: x\n    of: [y]\n\n  - id: z\n    of:\n      - w\n'],
    ['a list at the top', '- a: 1\n  b: 2\n- c\n'],
    ['nested mappings', 'a:\n  b:\n    c: 1\n  d: 2\n'],
    ['a dash on a line of its own', 'a:\n  -\n    b: 1\n    c: 2\n  -\n    b: 3\n'],
    ['the escapes of JSON', 'a: "x\\n\\"\\\\"\n'],
    ['options of a command', 'a: [node, --test, -v, --x=1]\nb: --all\nc:\n  - -x\n'],
    ['quoted items', 'a: ["x y", \'z: 1\', w]\n'],
    ['comments and blank lines', '# one\n\na: 1 # two\n  # three\nb: x#y\n\n# four\n'],
    ['text that starts with a digit', 'a: 2026-11-20\nb: 3 units\nc: 1.50\nd: 0\n'],
    ['no line end', 'a: 1\nb: x'],
    ['colons without a blank', 'a: http://x.y:80/z\nb: 12:30 o’clock\n'],
  ])('reads %s', (_, text) => {
    expect(isSame(text)).toBe(true)
  })

  test.each([
    ['an empty value', 'a:\nb: 1\n'],
    ['nothing', ''],
    ['a duplicate key', 'a: 1\na: 2\n'],
    ['a plain value with ": "', 'a: x: y\n'],
    ['a value on two lines', 'a: x\n  y\n'],
    ['a block scalar', 'a: |\n  x\n'],
    ['an anchor', 'a: &x 1\n'],
    ['a flow mapping', 'a: {b: 1}\n'],
    ['escapes of its own', 'a: "x\\e"\n'],
    ['a tab', 'a:\t1\n'],
    ['a blank that is none in YAML', '- \u2000.\n'],
    ['dashes before something else', 'a: [--, -1]\n'],
    ['CRLF', 'a: 1\r\n'],
    ['octal, hexadecimal, exponents and infinity', 'a: 0x1f\n'],
    ['words of YAML in another case', 'a: True\n'],
    ['a key that YAML takes for a word', 'null: 1\n'],
    ['wrong indentation', 'a: 1\n b: 2\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['quoted text with a comment', 'a: "x" # y\n'],
  ])('leaves %s to the full reader', (_, text) => {
    expect(readPlain(text)).toBeUndefined()
  })
})

describe('what it reads is what the full reader reads', () => {
  test('in texts made of pieces of YAML', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'key',
      ':',
      ': ',
      ' ',
      '  ',
      '    ',
      '\n',
      '\n',
      '\n  ',
      '\n- ',
      '\n  - ',
      '- ',
      '-',
      '#',
      ' # x',
      '"',
      "'",
      '"x"',
      "'x'",
      '[',
      ']',
      '[x, y]',
      '[]',
      ',',
      ', ',
      '{',
      '}',
      '1',
      '1.5',
      '0',
      '00',
      '0x1',
      '1e3',
      '.5',
      '-1',
      '-v',
      '--all',
      '+1',
      'true',
      'null',
      '~',
      'yes',
      '|',
      '>',
      '&a ',
      '*a',
      '!t ',
      '?',
      '? ',
      '%',
      '@',
      '`',
      '=',
      '<<',
      '...',
      '---',
      '\\',
      '\\n',
      '\\"',
      'é',
      '🎉',
      '\u00A0',
      '\u2000',
      '\u3000',
      '1_000',
      '12:30',
      '.inf',
      '.nan',
    )
    let read = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        if (isSame(pieces.join(''))) read += 1
      }),
      { numRuns: 20_000 },
    )
    expect(read).toBeGreaterThan(50)
  })

  test('in texts with the shape of a plan', () => {
    const key = fc.stringMatching(/^[a-z_]{1,5}$/u)
    const scalar = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9 ./:#*_-]{1,12}$/u),
      fc.constantFrom(
        'x # y',
        '"a: b"',
        "'it'",
        '[a, b]',
        '[FEAT-2026-0001/T01]',
        '[x, --y]',
        '-z',
        '2.00',
        '007',
        '[a,]',
        '[ ]',
        '1.',
        'a, b',
      ),
      fc.stringMatching(/^\[[a-z0-9, /.*_-]{0,10}\]$/u),
    )
    const pad = fc.constantFrom('', '', '', ' ', '  ')
    const line = fc
      .tuple(fc.constantFrom('', '  ', '    ', '- ', '  - ', '    - '), key, pad, fc.option(scalar), pad)
      .map(
        ([indent, name, before, value, after]) =>
          `${indent}${name}:${value === null ? '' : ` ${before}${value}${after}`}`,
      )
    const other = fc.oneof(fc.constantFrom('', '# comment', '    # comment', '  - x', '- y'), scalar)
    let read = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 5, arbitrary: line }, { weight: 1, arbitrary: other }), { maxLength: 6 }),
        (all) => {
          if (isSame(`${all.join('\n')}\n`)) read += 1
        },
      ),
      { numRuns: 20_000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  test.skipIf(corpusRoot() === undefined)(
    'in the corpus, nearly all of which it reads (skipped where it is missing)',
    () => {
      const state = join(corpusRoot() ?? '', 'gate-cycle/.specfuse')
      const names = readdirSync(join(state, 'features'), { recursive: true, encoding: 'utf8' })
      const texts = names
        .filter((name) => /(?:PLAN|GATE-\d+|WU-[^/]*)\.md$/u.test(name))
        .flatMap((name) => yamlOf(readFileSync(join(state, 'features', name), 'utf8')))
      const read = texts.filter(isSame).length
      expect(read / texts.length).toBeGreaterThan(0.9)
      expect(isSame(readFileSync(join(state, 'verification.yml'), 'utf8'))).toBe(true)
    },
  )
})

/** The front matter and the YAML blocks of a file. */
function yamlOf(text: string): readonly string[] {
  const { body } = parseMarkdownFile('x.md', text)
  const blocks = body.fences.filter(({ info }) => info === 'yaml')
  const front = /^---\n(?<inner>.*?)^---$/msu.exec(text)?.groups?.['inner']
  return [
    ...(front === undefined ? [] : [front]),
    ...blocks.map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd)),
  ]
}
