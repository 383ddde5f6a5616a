import { expect, test } from 'vitest'
import { quotePath } from '../../src/policy/quote-path.ts'

test.each([
  ['src/größe 名前.txt', 'src/größe 名前.txt'],
  ['a "b".txt', String.raw`"a \"b\".txt"`],
  ['back\\slash', String.raw`"back\\slash"`],
  ['new\nline\ttab', String.raw`"new\nline\ttab"`],
  ['bell\u0007\u001B[31m', String.raw`"bell\a\033[31m"`],
  ['caf\uDCE9.txt', String.raw`"caf\351.txt"`],
  ['grö\uDCFF', String.raw`"grö\377"`],
])('%j is told as %s', (path, told) => {
  expect(quotePath(path)).toBe(told)
})

test('for git everything is quoted, and is ASCII', () => {
  expect(quotePath('plain', 'always')).toBe('"plain"')
  expect(quotePath('grö\uDCE9\u0085', 'always')).toBe(String.raw`"gr\303\266\351\302\205"`)
})
