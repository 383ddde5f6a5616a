import { describe, expect, test } from 'vitest'
import { listPages, proseOf, readPage, rowsOf } from './pages.ts'

const rows = rowsOf(readPage('GLOSSARY.md').text)
const words = rows.map(([word = '']) => word.replaceAll('*', ''))

test('every word is defined once, in one sentence', () => {
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  expect(
    rows.filter(([, meaning = '']) => meaning === '' || /\.\s/u.test(meaning) || meaning.endsWith('.')),
  ).toEqual([])
})

test('the words stand in the order of the alphabet', () => {
  const lower = words.map((word) => word.toLowerCase())
  expect(lower).toEqual(lower.toSorted())
})

/** Words for things that have another name here. What a word also means elsewhere (an event type, a title) is code, not prose. */
const banned = [
  { use: 'unit', instead: /\b(?:sub-?tasks?|tickets?|work items?|jobs?)\b/iu },
  { use: 'unit', instead: /\btasks?\b(?!\s+graph)/iu },
  { use: 'run worktree', instead: /\b(?:sandbox|scratch) (?:tree|checkout|worktree)\b/iu },
  { use: 'event log', instead: /\b(?:audit (?:log|trail)|event stream)\b/iu },
  { use: 'arm', instead: /\b(?:sign-?off|green-?light)\b/iu },
  { use: 'driver', instead: /\b(?:orchestrator|conductor)\b/iu },
  { use: 'exit oracle', instead: /\bquality gates?\b/iu },
]

describe.each(listPages().filter(({ path }) => isOurs(path)))('$path', ({ path, text }) => {
  test('uses the words of the glossary', () => {
    const found = proseOf(text)
      .split('\n')
      .flatMap((line, index) =>
        banned
          .filter(({ instead }) => instead.test(line))
          .map(
            ({ use, instead }) =>
              `${path}:${index + 1} says "${instead.exec(line)?.[0]}"; the word is "${use}"`,
          ),
      )
    expect(found).toEqual([])
  })
})

/** Examples are other people's repositories: they may speak their own language. */
function isOurs(path: string): boolean {
  return !path.startsWith('examples/')
}
