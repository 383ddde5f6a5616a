import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flipRoadmap } from '../../src/policy/flip-roadmap.ts'

const id = 'FEAT-2026-0007'

test.each([
  [
    'its cell, and keeps its blanks',
    `| id | status |\n| --- | --- |\n| ${id} |   active   |\n`,
    `| id | status |\n| --- | --- |\n| ${id} |   done   |\n`,
  ],
  ['an empty cell', `| id | status |\n| ${id} | |\n`, `| id | status |\n| ${id} | done |\n`],
  [
    'the status of a table whose columns stand otherwise',
    `| status | # | id |\n| planned | 1 | ${id} |\n`,
    `| status | # | id |\n| done | 1 | ${id} |\n`,
  ],
  [
    'a row with more columns',
    `| id | title | Status | owner |\n| ${id} | a \\| b | in progress | me |\n`,
    `| id | title | Status | owner |\n| ${id} | a \\| b | done | me |\n`,
  ],
  [
    'a row of a file with CRLF',
    `| id | status |\r\n| ${id} | active |\r\n`,
    `| id | status |\r\n| ${id} | done |\r\n`,
  ],
  ['a row without its outer bar', `| id | status\n| ${id} | active\n`, `| id | status\n| ${id} | done\n`],
  [
    'the row below the head, not one of a table above',
    `| id | note |\n| ${id} | x |\n\n| id | status |\n| ${id} | active |\n`,
    `| id | note |\n| ${id} | x |\n\n| id | status |\n| ${id} | done |\n`,
  ],
])('sets %s', (_what, before, after) => {
  expect(flipRoadmap(before, id)).toEqual({ text: after, kind: 'done' })
})

test.each([
  ['no table', 'Nothing here about status.\n'],
  ['no row', '| id | status |\n| FEAT-2026-0008 | active |\n'],
  ['no status column', `| id | state |\n| ${id} | active |\n`],
  ['a longer id only', `| id | status |\n| ${id}0 | active |\n`],
  ['a row too short for its status', `| id | title | status |\n| ${id} |\n`],
  ['nothing at all', ''],
])('leaves a file with %s alone', (_what, text) => {
  expect(flipRoadmap(text, id)).toEqual({ text, kind: 'absent' })
})

test('a row that is done is not touched', () => {
  const text = `| id | status |\n| ${id} | done |\n`
  expect(flipRoadmap(text, id)).toEqual({ text, kind: 'unchanged' })
})

test('every other byte stays, whatever the rest of the file is', () => {
  const other = fc.string({ unit: 'binary' }).filter((text) => !text.includes('|') && !text.includes('\n'))
  fc.assert(
    fc.property(fc.array(other), fc.array(other), (above, below) => {
      const table = (status: string): string => `| id | status |\n| ${id} | ${status} |`
      const file = (status: string): string => [...above, table(status), ...below].join('\n')
      expect(flipRoadmap(file('active'), id)).toEqual({ text: file('done'), kind: 'done' })
      expect(flipRoadmap(file('done'), id).kind).toBe('unchanged')
    }),
  )
})
