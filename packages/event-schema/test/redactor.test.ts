import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, createRedactStream, secretPatterns } from '@gatecycle/event-schema'
import { letters, samples } from './secret-samples.ts'

const value = 'p@ss "wörd"/+\\\n123'
const redactor = createRedactor([{ name: 'DB_PASSWORD', value }], [])

/** Forms in which a secret turns up in the output of programs. */
const forms: readonly (readonly [string, string])[] = [
  ['as it is', value],
  ['in JSON', JSON.stringify({ password: value })],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ password: value }))],
  ['in a query', `https://example.org/?q=${encodeURIComponent(value)}`],
  ['in a form', new URLSearchParams({ q: value }).toString()],
  ['in a URL, lower-case', encodeURIComponent(value).toLowerCase()],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64 behind a name', Buffer.from(`u:${value}`).toString('base64')],
  ['in base64 behind a longer name', Buffer.from(`us:${value}!`).toString('base64')],
  ['in base64 for URLs', Buffer.from(`user:${value}?`).toString('base64url')],
]

describe('by value', () => {
  test.each(forms)('finds a secret %s', (_, text) => {
    const shown = redactor.redact(`before ${text} after`)
    expect(shown).toMatch(/^before .*\[redacted:DB_PASSWORD\].* after$/su)
    expect(redactor.redact(shown)).toBe(shown)
  })

  test('of any value nothing is left, in no form, at no place in base64', () => {
    const secret = fc
      .string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
      .filter((text) => new Set(text).size > 6)
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), (text, before, after) => {
        const { redact } = createRedactor([{ name: 'X', value: text }], [])
        expect(redact(before + text + after)).not.toContain(text)
        expect(redact(JSON.stringify([before + text + after]))).not.toContain(
          JSON.stringify(text).slice(1, -1),
        )
        expect(redact(encodeURIComponent(`-${text}-`))).not.toContain(encodeURIComponent(text))
        const encoded = redact(Buffer.from(before + text + after).toString('base64'))
        expect(Buffer.from(encoded.split('[redacted:X]')[0] ?? '', 'base64').toString()).not.toContain(text)
      }),
    )
  })

  test('short values are left: they stand everywhere', () => {
    expect(createRedactor([{ name: 'X', value: 'true' }], []).redact('it is true')).toBe('it is true')
  })

  test('goes through whole events, names of members included', () => {
    const { redactValue } = createRedactor([{ name: 'KEY', value: 'hunter22' }], [])
    expect(redactValue({ tail: 'hunter22!', list: ['hunter22', 1, null], hunter22: true })).toEqual({
      tail: '[redacted:KEY]!',
      list: ['[redacted:KEY]', 1, null],
      '[redacted:KEY]': true,
    })
  })

  test('the longer of two values at one place is named', () => {
    const two = createRedactor(
      [
        { name: 'A', value: 'secret-1' },
        { name: 'B', value: 'secret-1-more' },
      ],
      [],
    )
    expect(two.redact('secret-1-more secret-1')).toBe('[redacted:B] [redacted:A]')
  })
})

describe('by form', () => {
  const { redact } = createRedactor([])

  test.each(Object.entries(samples))('finds a %s', (name, text) => {
    const shown = redact(`before "${text}" after`)
    expect(shown).toContain(`[redacted:${name}]`)
    expect(shown).toMatch(/^before ".*" after$/su)
    for (let at = 0; at + 16 <= letters.length; at += 1)
      expect(shown).not.toContain(letters.slice(at, at + 16))
  })

  test.each(['openai-key', 'hugging-face-token', 'github-token'])(
    'finds a %s behind a colour code',
    (name) => {
      expect(redact(`\u001B[1;31m${samples[name]}`)).toBe(`\u001B[1;31m[redacted:${name}]`)
    },
  )

  test('there is a sample for every pattern', () => {
    expect(Object.keys(samples)).toEqual(secretPatterns.map(({ name }) => name))
  })

  test.each([
    `commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904`,
    `sha256:${'9f2c4e6a'.repeat(8)}`,
    'https://example.org/a:b/c@d',
    'the token = none, password: see the page',
    'FEAT-2026-0007/T01 task-list sk-learn desk-top',
    '$ npm_config_registry=http://localhost npm test',
    'PASSWORD="$DB_PASSWORD" TOKEN=',
    'at Object.<anonymous> (/home/user/src/index.ts:12:5)',
  ])('leaves %s', (text) => expect(redact(text)).toBe(text))

  test('takes time in proportion to the text, whatever it is', () => {
    const pieces = [
      'a',
      '=',
      'TOKEN=',
      '://',
      '://a:',
      '-----BEGIN PRIVATE KEY-----',
      'eyJa',
      'authorization: ',
      'aws_secret_key=',
    ]
    for (const piece of pieces) {
      // 8 times the text: a quadratic pattern would take 64 times as long
      const small = stepsOf(redact, piece.repeat(4000))
      const large = stepsOf(redact, piece.repeat(32_000))
      expect(large / small).toBeLessThan(32)
    }
  })
})

describe('in a stream', () => {
  const text = `start\n${forms.map(([, form]) => form).join('\n')}\n${Object.values(samples).join('\n')}\nend`
  const { redact, ...rest } = createRedactor([{ name: 'DB_PASSWORD', value }])

  test('a secret that comes in two pieces is found, wherever it is cut', () => {
    const whole = redact(text)
    for (let at = 0; at <= text.length; at += 1) {
      const stream = createRedactStream({ redact, ...rest })
      expect(stream.write(text.slice(0, at)) + stream.write(text.slice(at)) + stream.end()).toBe(whole)
    }
  })

  test('also when it comes letter by letter', () => {
    const stream = createRedactStream({ redact, ...rest })
    let shown = ''
    for (const letter of text) shown += stream.write(letter)
    expect(shown + stream.end()).toBe(redact(text))
  })

  test('a line without end does not wait for ever', () => {
    const stream = createRedactStream({ redact, ...rest })
    let shown = 0
    for (let piece = 0; piece < 100; piece += 1) shown += stream.write('x'.repeat(10_000)).length
    expect(shown).toBeGreaterThan(900_000)
    expect(shown + stream.end().length).toBe(1_000_000)
  })
})

/** Least time of some runs, in an arbitrary unit; compared only with another one from here. */
function stepsOf(run: (text: string) => string, text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage()
    run(text)
    const { user, system } = process.cpuUsage(start)
    return user + system + 100
  })
  return Math.min(...times)
}
