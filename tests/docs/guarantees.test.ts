import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPage, root, rowsOf } from './pages.ts'

const rows = rowsOf(readPage('docs/guarantees.md').text)

test('the page has every promise, in order', () => {
  expect(rows.map(([name]) => name)).toEqual(Array.from({ length: 14 }, (_, index) => `G${index + 1}`))
})

test.each(rows)('%s says how it is kept, and names tests that exist or says that there is none', (...row) => {
  const [, promise = '', built = '', , levels = '', shown = ''] = row
  expect([promise, built, levels].filter((cell) => cell === '')).toEqual([])
  const files = [...shown.matchAll(/`(?<path>[^`]+)`/gu)].map((match) => match.groups?.['path'] ?? '')
  expect(files.length > 0 || shown.includes('not yet')).toBe(true)
  expect(files.filter((path) => !path.endsWith('.test.ts') || !existsSync(join(root, path)))).toEqual([])
})
