import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePath, encodePath, splitNul } from '../../../src/adapters/git/path-bytes.ts'

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

test.each([
  [bytes('src/größe.txt'), 'src/größe.txt'],
  [bytes('a\uFFFDb'), 'a\uFFFDb'],
  [bytes('caf', 0xe9, '.txt'), 'caf\uDCE9.txt'],
  [bytes(0xc3), '\uDCC3'],
  [bytes(0xc0, 0xaf), '\uDCC0\uDCAF'],
  [bytes(0xed, 0xb2, 0x80), '\uDCED\uDCB2\uDC80'],
  [bytes('𝒜', 0xff, 'ö'), '𝒜\uDCFFö'],
])('%j is read as %j', (path, text) => {
  expect(decodePath(path)).toBe(text)
})

test('two names that differ in a byte stay two names', () => {
  const name = fc.uint8Array({ min: 1, minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(decodePath(a) === decodePath(b)).toBe(Buffer.from(a).equals(Buffer.from(b)))
      expect(encodePath(decodePath(a)).equals(a)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('a list that ends with NUL, or does not, is split', () => {
  expect(splitNul(bytes('a', 0, 'b', 0)).map(decodePath)).toEqual(['a', 'b'])
  expect(splitNul(bytes('a', 0, 'b')).map(decodePath)).toEqual(['a', 'b'])
  expect(splitNul(bytes())).toEqual([])
})
