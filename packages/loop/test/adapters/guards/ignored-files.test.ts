import { expect, test } from 'vitest'
import { compareIgnored } from '../../../src/adapters/guards/ignored-files.ts'

test('what came, what was written to, and what is new at the top', () => {
  const before = { files: { 'cache/a': '1', 'cache/b': '1', '.env': '1' }, unseen: ['huge/'] }
  const after = {
    files: { 'cache/a': '1', 'cache/b': '2', 'cache/c': '1', 'dist/x': '1', 'dist/y': '1', 'x.log': '1' },
    unseen: [],
  }
  expect(compareIgnored(before, after)).toEqual({
    created: ['cache/c', 'dist/x', 'dist/y', 'x.log'],
    changed: ['cache/b'],
    tops: ['dist/', 'x.log'],
  })
})

test('a folder that one of the listings did not look through is no news', () => {
  const before = { files: {}, unseen: ['node_modules/'] }
  const after = { files: { 'node_modules/a': '1' }, unseen: [] }
  expect(compareIgnored(before, after)).toEqual({ created: [], changed: [], tops: [] })
  expect(compareIgnored(after, before)).toEqual({ created: [], changed: [], tops: [] })
})

test('a folder that is new, and too large to be looked through, is new at the top', () => {
  const before = { files: { 'cache/a': '1' }, unseen: [] }
  const after = { files: { 'cache/a': '1' }, unseen: ['cache/b/', 'huge/'] }
  expect(compareIgnored(before, after).tops).toEqual(['huge/'])
})
