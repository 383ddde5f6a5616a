import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseResultBlock } from '../../src/policy/parse-result-block.ts'

const nonce = '00c0ffee00c0ffee'
const block = (...lines: readonly string[]): string =>
  ['```result', `nonce: "${nonce}"`, ...lines, '```', ''].join('\n')
const complete = block('status: complete', 'files_changed: [src/a.ts, "src/b c.ts"]')

test.each([
  ['a complete block', complete, { kind: 'complete', filesChanged: ['src/a.ts', 'src/b c.ts'] }],
  ['a block without files', block('status: complete'), { kind: 'complete', filesChanged: [] }],
  [
    'a block between prose and CRLF',
    `Done.\n\n${complete}\nBye.`.replaceAll('\n', '\r\n'),
    { kind: 'complete', filesChanged: ['src/a.ts', 'src/b c.ts'] },
  ],
  [
    'a blocked block',
    block('status: blocked', 'blocked_reason: the criteria contradict'),
    { kind: 'blocked', reason: 'the criteria contradict' },
  ],
  [
    'a blocked block without a reason',
    block('status: blocked'),
    { kind: 'blocked', reason: 'no reason given' },
  ],
  [
    'a folded reason',
    block('status: blocked', 'blocked_reason: >-', '  the criteria', '  contradict'),
    { kind: 'blocked', reason: 'the criteria contradict' },
  ],
  [
    'a literal reason',
    block('status: blocked', 'blocked_reason: |-', '  one', '  two'),
    { kind: 'blocked', reason: 'one\ntwo' },
  ],
  ['no block', 'I am done.', { kind: 'missing' }],
  ['an empty answer', '', { kind: 'missing' }],
  ['a block of another language', complete.replace('```result', '```yaml'), { kind: 'missing' }],
  ['an echoed example with another nonce', complete.replace(nonce, 'ffff'), { kind: 'missing' }],
  [
    'a real block and an echoed example behind it',
    `${complete}\n${block('status: blocked').replace(nonce, 'ffff')}`,
    { kind: 'complete', filesChanged: ['src/a.ts', 'src/b c.ts'] },
  ],
  [
    'two blocks: the last one counts',
    `${complete}\n${block('status: blocked', 'blocked_reason: no')}`,
    { kind: 'blocked', reason: 'no' },
  ],
  [
    'a status that is neither',
    block('status: done'),
    { kind: 'malformed', problem: 'status is "done", and must be complete or blocked' },
  ],
  [
    'no status',
    block('summary: x'),
    { kind: 'malformed', problem: 'status is "", and must be complete or blocked' },
  ],
  [
    'a list',
    block().replace(`nonce: "${nonce}"`, `- ${nonce}`),
    { kind: 'malformed', problem: 'the result block is not a mapping' },
  ],
])('reads %s', (_what, answer, expected) => {
  expect(parseResultBlock(answer, nonce)).toEqual(expected)
})

test('a block that is no YAML is malformed, and says what YAML says', () => {
  expect(parseResultBlock(block('status: [complete'), nonce)).toMatchObject({
    kind: 'malformed',
    problem: expect.stringContaining('the result block is not YAML'),
  })
})

test('no answer makes it throw', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '```result\n',
      '```',
      '\n',
      nonce,
      'status: ',
      'blocked',
      '&a',
      '*a',
      '{',
      '- ',
      ': ',
      '\t',
      '"',
      '|\n',
      '>-\n',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const kinds = ['complete', 'blocked', 'missing', 'malformed']
      expect(kinds).toContain(parseResultBlock(pieces.join(''), nonce).kind)
      expect(kinds).toContain(parseResultBlock(block(...pieces), nonce).kind)
    }),
    { numRuns: 500 },
  )
})

test('without the nonce nothing is a result', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.includes(nonce))
      expect(parseResultBlock(`${text}\n\`\`\`result\nstatus: complete\n${text}\n\`\`\``, nonce)).toEqual({
        kind: 'missing',
      })
    }),
  )
})
