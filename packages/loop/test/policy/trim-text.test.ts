import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trimText } from '../../src/policy/trim-text.ts'

const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 300 })
const bounds = fc.record({
  characters: fc.integer({ min: 100, max: 2000 }),
  most: fc.integer({ min: 3, max: 60 }),
})

test('a text is never longer than its bounds, the notes included', () => {
  fc.assert(
    fc.property(lines, bounds, (parts, { characters, most }) => {
      const trimmed = trimText(parts.join('\n'), characters, most)
      expect(trimmed.length).toBeLessThanOrEqual(characters)
      expect(trimText(parts.join('\n'), 1_000_000, most).split('\n').length).toBeLessThanOrEqual(most)
    }),
  )
})

test('a text within its bounds stays as it is, without blanks at its end', () => {
  fc.assert(
    fc.property(lines, (parts) => {
      const text = parts.join('\n')
      expect(trimText(`${text}\n \n`, text.length + 100, parts.length + 100)).toBe(text.trimEnd())
    }),
  )
})

test('what is kept is the head and the tail, and the note says how much is missing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 300, maxLength: 3000 }), (noise) => {
      const text = `x${noise.replaceAll('\n', ' ')}x`
      const [head = '', note = '', tail = ''] = trimText(text, 200).split('\n')
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true)
      expect(note).toBe(`[… ${text.length - head.length - tail.length} characters left out …]`)
    }),
  )
})

test('no character is cut in two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 140 }), (most) => {
      expect(trimText('🦊'.repeat(500), most)).not.toMatch(/\p{Surrogate}/u)
    }),
  )
})

test('by default 200 lines and 8,000 characters are left', () => {
  const text = Array.from({ length: 1000 }, (_, index) => String(index)).join('\n')
  const kept = trimText(text).split('\n')
  expect([kept.length, kept[0], kept[99], kept.at(-1)]).toEqual([200, '0', '[… 801 lines left out …]', '999'])
  expect(trimText('x'.repeat(20_000)).length).toBeLessThanOrEqual(8000)
})
