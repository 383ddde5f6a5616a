import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AppError,
  compareDiagnostics,
  countBySeverity,
  exitCodes,
  nearest,
  plural,
  renderCounts,
  renderError,
  wantsColor,
} from '../src/index.ts'
import { at, diagnostic } from './sample.ts'

describe('compareDiagnostics', () => {
  const any = fc
    .record({
      file: fc.constantFrom('a', 'b', 'B'),
      line: fc.integer({ min: 1, max: 3 }),
      column: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom('PL001', 'PL002'),
      message: fc.constantFrom('x', 'y'),
    })
    .map(({ line, column, ...rest }) => diagnostic({ ...rest, range: at(line, column) }))

  test('the order does not depend on the order of work', () => {
    fc.assert(
      fc.property(fc.array(any), (all) => {
        expect(all.toReversed().toSorted(compareDiagnostics)).toEqual(all.toSorted(compareDiagnostics))
      }),
    )
  })

  test('file, then line, then column, then code', () => {
    const sorted = [
      diagnostic({ file: 'a', range: at(2, 1) }),
      diagnostic({ file: 'a', range: at(10, 1), code: 'PL200' }),
      diagnostic({ file: 'a', range: at(10, 2), code: 'PL100' }),
      diagnostic({ file: 'a', range: at(10, 2), code: 'PL200' }),
      diagnostic({ file: 'b', range: at(1, 1) }),
    ]
    expect(sorted.toReversed().toSorted(compareDiagnostics)).toEqual(sorted)
  })
})

describe('counts', () => {
  test.each([
    [[], 'no problems'],
    [['error'], '1 error, 0 warnings'],
    [['warning', 'warning'], '0 errors, 2 warnings'],
    [['information'], '0 errors, 0 warnings, 1 information'],
  ] as const)('%j', (severities, text) => {
    expect(renderCounts(countBySeverity(severities.map((severity) => diagnostic({ severity }))))).toBe(text)
  })

  test('plural', () => {
    expect([0, 1, 2].map((count) => plural(count, 'file'))).toEqual(['0 files', '1 file', '2 files'])
  })
})

describe('nearest', () => {
  test.each([
    ['opne', ['open', 'passed'], 'open'],
    ['implementaton', ['implementation', 'docs'], 'implementation'],
    ['DONE', ['draft', 'done'], 'done'],
    ['finished', ['draft', 'done'], undefined],
    ['x', [], undefined],
    ['', ['a'], 'a'],
  ])('%s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected)
  })

  const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }))

  test('a word that is a candidate is its own nearest', () => {
    fc.assert(
      fc.property(words, fc.string({ minLength: 1, maxLength: 12 }), (others, word) => {
        expect(nearest(word, [word, ...others])).toBe(word)
      }),
    )
  })

  test('one letter off is always near enough', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/u), fc.nat(3), (word, at_) => {
        expect(nearest(word.slice(0, at_) + word.slice(at_ + 1), [word])).toBe(word)
        expect(nearest(`${word.slice(0, at_)}q${word.slice(at_)}`, [word])).toBe(word)
      }),
    )
  })

  test('the answer is one of the candidates, or nothing', () => {
    fc.assert(
      fc.property(fc.string(), words, (word, candidates) => {
        expect([undefined, ...candidates]).toContain(nearest(word, candidates))
      }),
    )
  })
})

describe('renderError', () => {
  test('an AppError talks to the user', () => {
    const error = new AppError('NOT_A_PLAN', 'src belongs to no plan', {
      hint: 'name a\nplan',
      exitCode: exitCodes.usage,
    })
    expect(renderError('plan-lint', error)).toEqual({
      text: 'plan-lint: src belongs to no plan [NOT_A_PLAN]\n  hint: name a\n        plan\n',
      exitCode: 2,
    })
  })

  test('without a hint it is one line, and its exit code is 2', () => {
    expect(renderError('loop', new AppError('X', 'm'))).toEqual({ text: 'loop: m [X]\n', exitCode: 2 })
  })

  test('anything else is a bug: stack and exit code 3', () => {
    const { text, exitCode } = renderError('loop', new TypeError('boom'))
    expect(exitCode).toBe(3)
    expect(text).toMatch(/^loop: internal error, please report it\nTypeError: boom\n {4}at /u)
    expect(renderError('loop', 'just text').text).toContain('just text')
  })
})

describe('wantsColor', () => {
  test.each([
    ['a terminal', {}, true, true],
    ['no terminal', {}, false, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
    ['NO_COLOR on a terminal', { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR says nothing', { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR without a terminal', { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 says nothing', { FORCE_COLOR: '0' }, false, false],
    ['NO_COLOR wins', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('%s', (_, env, isTerminal, expected) => {
    expect(wantsColor(env, isTerminal)).toBe(expected)
  })
})

test('every exit code has one meaning', () => {
  const codes = Object.values(exitCodes)
  expect(new Set(codes).size).toBe(codes.length)
})
