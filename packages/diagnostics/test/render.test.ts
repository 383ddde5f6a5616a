import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  renderGithub,
  renderJson,
  renderJsonLines,
  renderOneLine,
  renderPretty,
  type Diagnostic,
} from '../src/index.ts'
import { at, diagnostic } from './sample.ts'

const source = 'first line\ndeps: T09\n\ttabbed: T09\n'
const pretty = (...diagnostics: readonly Diagnostic[]): string =>
  renderPretty(diagnostics, {
    color: false,
    sourceOf: (file) => (file === 'plans/PLAN.md' ? source : undefined),
  })

describe('renderPretty', () => {
  test('shows place, line, caret, related places and hint', () => {
    const finding = diagnostic({
      hint: 'did you mean "T01"?',
      related: [{ file: 'plans/OTHER.md', range: at(1, 1), message: 'the first one' }],
    })
    expect(pretty(finding)).toMatchInlineSnapshot(`
      "plans/PLAN.md:2:7 error PL101 unit "T02" depends on "T09" (no-unknown-dependency)
          2 | deps: T09
            |       ^^^
          plans/OTHER.md:1:1 the first one
          hint: did you mean "T01"?
      "
    `)
  })

  test('a blank line stands between two findings', () => {
    expect(pretty(diagnostic(), diagnostic()).split('\n\n')).toHaveLength(2)
  })

  test('no findings are no text', () => {
    expect(pretty()).toBe('')
  })

  test.each([
    ['a line that does not exist', at(99, 1), undefined],
    ['a tab keeps the caret below its text', at(3, 10, 3), '      | \t        ^^^'],
    [
      'a range over several lines is marked at its start',
      { start: { line: 1, column: 7 }, end: { line: 2, column: 1 } },
      '      |       ^',
    ],
    ['a range behind the end of the line', at(1, 50), `      | ${' '.repeat(10)}^`],
    ['a range of no width', at(1, 1, 0), '      | ^'],
  ])('%s', (_, range, caret) => {
    const [, , third] = pretty(diagnostic({ range })).split('\n')
    expect(third).toBe(caret)
  })

  test('without the text of the file the excerpt is left out', () => {
    expect(pretty(diagnostic({ file: 'gone.md' })).split('\n')).toHaveLength(2)
  })

  test('a very long line is left out', () => {
    const text = renderPretty([diagnostic({ range: at(1, 1) })], {
      color: false,
      sourceOf: () => 'x'.repeat(500),
    })
    expect(text).not.toContain('|')
  })

  test('colour adds nothing but colour', () => {
    const plain = pretty(diagnostic({ hint: 'h' }))
    const colored = renderPretty([diagnostic({ hint: 'h' })], { color: true, sourceOf: () => source })
    expect(colored).not.toBe(plain)
    // eslint-disable-next-line no-control-regex
    expect(colored.replaceAll(/\u001B\[\d+m/gu, '')).toBe(plain)
  })
})

describe('a file cannot speak to the terminal', () => {
  const attack = 'x\u001B[2J\r\u202Egpj\u200B\u0007'
  const hasControls = (text: string): boolean => /(?![\t\n])[\p{Cc}\u200B\u202E]/u.test(text)

  test('neither through its text nor through its name', () => {
    const finding = diagnostic({
      file: attack,
      message: attack,
      hint: attack,
      related: [{ file: attack, range: at(1, 1), message: attack }],
      range: at(1, 2, 3),
    })
    expect(hasControls(renderPretty([finding], { color: false, sourceOf: () => attack }))).toBe(false)
    expect(hasControls(renderOneLine(finding))).toBe(false)
  })

  test('one finding is one line', () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        expect(renderOneLine(diagnostic({ message })).split(/[\r\n\u2028\u2029]/u)).toHaveLength(1)
        expect(renderGithub([diagnostic({ message })]).split(/[\r\n]/u)).toHaveLength(2)
      }),
    )
  })
})

test('renderOneLine', () => {
  expect(renderOneLine(diagnostic())).toBe(
    'plans/PLAN.md:2:7 error PL101 unit "T02" depends on "T09" (no-unknown-dependency)',
  )
})

describe('renderJson', () => {
  test('is the findings, with a version', () => {
    const all = [diagnostic(), diagnostic({ hint: 'h' })]
    expect(JSON.parse(renderJson(all))).toEqual({ version: 1, diagnostics: all })
    expect(renderJson([])).toBe('{\n  "version": 1,\n  "diagnostics": []\n}\n')
  })

  test('as lines, is one finding on each', () => {
    const all = [diagnostic({ message: 'a\nb' }), diagnostic()]
    expect(
      renderJsonLines(all)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(all)
    expect(renderJsonLines([])).toBe('')
  })
})

test('renderGithub escapes what would end a property or a command', () => {
  expect(
    renderGithub([
      diagnostic({ file: 'a,b:c%.md', message: '50% of\nit', severity: 'information', hint: 'h' }),
    ]),
  ).toBe(
    '::notice file=a%2Cb%3Ac%25.md,line=2,endLine=2,col=7,endColumn=10,title=PL101 no-unknown-dependency::50%25 of%0Ait%0Ahint: h\n',
  )
})
