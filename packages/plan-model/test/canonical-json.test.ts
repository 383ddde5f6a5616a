import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, digestData, digestText } from '../src/index.ts'

test.each([
  ['keys are sorted, at every depth', { b: 1, a: { d: 2, c: 3 } }, '{"a":{"c":3,"d":2},"b":1}'],
  ['lists keep their order', [2, 1, 'a'], '[2,1,"a"]'],
  ['undefined keys are left out, undefined items are null', { a: undefined, b: [undefined] }, '{"b":[null]}'],
  ['scalars', ['x', true, null, 1.5], '["x",true,null,1.5]'],
])('%s', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test('it is JSON of the same data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the order in which an object was built does not show', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      expect(digestData(reversed)).toBe(digestData(value))
    }),
  )
})

test('a digest names its algorithm', () => {
  expect(digestText('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
