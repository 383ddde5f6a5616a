import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMessage, renderMessage } from '../../src/policy/unit-message.ts'

const word = fc
  .stringMatching(/^[A-Za-zä€][\w ä€-]{0,20}$/u)
  .map((text) => text.trim().replaceAll(/ +/gu, ' '))
const name = fc.stringMatching(/^[A-Z][A-Za-z-]{0,12}$/u)
const paragraph = fc.array(word, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'))
const parts = fc.record({
  subject: word,
  body: fc.array(paragraph, { maxLength: 3 }).map((paragraphs) => paragraphs.join('\n\n')),
  trailers: fc.array(fc.tuple(name, word), { minLength: 1, maxLength: 6 }),
})

test('what was rendered is read back as it was', () => {
  fc.assert(
    fc.property(parts, (message) => {
      expect(parseMessage(renderMessage(message))).toEqual(message)
    }),
  )
})

test('another message is read as other parts, or as none', () => {
  fc.assert(
    fc.property(parts, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (message, at, letter) => {
      const text = renderMessage(message)
      const place = at % text.length
      const other = text.slice(0, place) + letter + text.slice(place + 1)
      if (other !== text) expect(parseMessage(other)).not.toEqual(message)
    }),
  )
})

test.each([
  ['nothing', ''],
  ['one paragraph', 'feat: x\n'],
  ['no end', 'feat: x\n\nFeature: y'],
  ['an empty line too many', 'feat: x\n\n\nFeature: y\n'],
  ['an empty line at the end', 'feat: x\n\nFeature: y\n\n'],
  ['blanks that are two', 'feat: x\n\nFeature: y  z\n'],
  ['a carriage return', 'feat: x\n\nFeature: y\r\n'],
])('a message with %s is not the driver’s', (_what, text) => {
  expect(parseMessage(text)).toBeUndefined()
})
