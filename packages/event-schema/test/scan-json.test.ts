import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countMembers, countNames, scanJson } from '@gatecycle/event-schema'

/** JSON texts, and texts that are nearly JSON. */
const damaged = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', ',', '"', '\\', '{', ']', '0', '-', '.', 'e', '\u0001', 'é', ' ', ':'),
    fc.nat(2),
  )
  .map(([text, place, piece, drop]) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + piece + text.slice(at + drop)
  })

/** Objects whose members are written as they come, with names that come twice. */
const loose: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1', '"a\\":b"', '"x :y"', '[]', 'null'),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c\\"', 'd:'), fc.constantFrom('', ' ', '\t'), tie('value')), {
      maxLength: 5,
    })
    .map((members) => `{${members.map(([name, blank, value]) => `"${name}"${blank}:${value}`).join(',')}}`),
})).object

describe('scanJson', () => {
  test('accepts what JSON.parse accepts, and nothing else', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { error } = scanJson(text)
        expect(error === undefined).toBe(isJson(text))
        if (error !== undefined) expect(error.offset).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 5000 },
    )
  })

  test('knows where every value stands', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const [pointer, { start, end }] of scanJson(text).places) {
          const names = pointer
            .split('/')
            .slice(1)
            .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
          const value = names.reduce<unknown>(
            (inner, name) => (inner as Record<string, unknown>)[name],
            JSON.parse(text),
          )
          expect(JSON.parse(text.slice(start, end))).toEqual(value)
        }
      }),
    )
  })

  test.each([
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":{"b":1,"c":2,"b":3}}', ['/a/b']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['[{"a":1},{"a":2}]', []],
  ])('finds names that come twice: %s', (text, pointers) => {
    expect(scanJson(text).duplicates.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  test.each([
    ['[1e999]', 1],
    ['[-1e999]', 1],
    ['[9007199254740993]', 1],
    ['[9007199254740991, 1e300, 0.1]', 0],
  ])('finds numbers that cannot be held: %s', (text, count) => {
    expect(scanJson(text).overflows).toHaveLength(count)
  })

  test('goes 64 levels deep, and does not fall into deeper ones', () => {
    expect(scanJson('['.repeat(64) + ']'.repeat(64)).error).toBeUndefined()
    expect(scanJson(`[${'[],'.repeat(200)}{}]`).error).toBeUndefined()
    expect(scanJson('['.repeat(1_000_000)).error).toMatchObject({ kind: 'too-deep', offset: 64 })
  })
})

describe('countNames', () => {
  test('is the number of members only where no name comes twice', () => {
    let equal = 0
    fc.assert(
      fc.property(loose, (text) => {
        if (countNames(text) !== countMembers(JSON.parse(text))) return
        equal += 1
        expect(scanJson(text).duplicates).toEqual([])
      }),
      { numRuns: 5000 },
    )
    expect(equal).toBeGreaterThan(100)
  })

  test('is that number for what JSON.stringify writes without colons in texts', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.integer(),
        fc.dictionary(name, tie('value')),
        fc.array(tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, (any) => {
        expect(countNames(JSON.stringify(any))).toBe(countMembers(any))
      }),
    )
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
