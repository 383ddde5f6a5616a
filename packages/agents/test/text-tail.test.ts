import { expect, test } from 'vitest'
import { createTextTail } from '../src/text-tail.ts'

test.each([
  ['is shorter', ['ab', 'c'], 'abc'],
  ['has exactly the limit', ['abcd'], 'abcd'],
  ['is longer by one', ['abcd', 'e'], 'bcde'],
  ['is much longer', ['abcdefghij', 'k', 'lmnopqrstu'], 'rstu'],
  ['is cut inside a character', ['😀😀', 'abc'], 'abc'],
  ['begins with half a character of its own', ['\uDE00a'], '\uDE00a'],
])('the tail of a text that %s', (_, chunks, expected) => {
  const tail = createTextTail(4)
  for (const chunk of chunks) tail.push(chunk)
  expect(tail.text()).toBe(expected)
})
