import { expect, test } from 'vitest'
import {
  defaultsKeys,
  driverUnitKeys,
  entryKeys,
  verificationSettings,
} from '../../packages/plan-model/src/index.ts'
import { listSources, readPage, rowsOf } from './pages.ts'

const formats = readPage('docs/guide/formats.md').text
const verification = readPage('docs/guide/verification.md').text
const notYet = readPage('docs/guide/not-yet.md').text

test('the page on formats names every key that the linter knows, and every key that the driver writes', () => {
  const table = listSources().get('packages/plan-lint/src/key-table.ts') ?? ''
  const known = [...table.matchAll(/^ {2}(?<key>[a-z_]+): (?:\{ shape|text|texts|amount|boolean|any)/gmu)]
  expect(known.length).toBeGreaterThan(40)
  const keys = [...known.map((match) => match.groups?.['key'] ?? ''), ...driverUnitKeys]
  expect(keys.filter((key) => !isNamed(formats, key))).toEqual([])
})

test('the page on verification names every key that is read', () => {
  const tables = [entryKeys, verificationSettings]
  const read = tables.flatMap((keys) => Object.entries(keys).filter(([, { effect }]) => effect === undefined))
  expect(read.map(([key]) => key).filter((key) => !isNamed(verification, key))).toEqual([])
})

test('a key that is accepted and read by nobody is named as such', () => {
  const tables = { '': entryKeys, 'defaults.': defaultsKeys, settings: verificationSettings }
  const ignored = Object.values(tables).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, { effect }]) => (effect === 'ignored' ? [key] : [])),
  )
  expect(ignored.filter((key) => !isNamed(`${notYet}${verification}`, key))).toEqual([])
})

test('the pages give each key of an entry its row', () => {
  const rows = new Set(rowsOf(verification, 'verification.yml').map(([key = '']) => key))
  const read = Object.entries(entryKeys).filter(([, { effect }]) => effect === undefined)
  expect(read.map(([key]) => `\`${key}\``).filter((key) => !rows.has(key))).toEqual([])
})

/** In a code span, alone or behind a dot; `cumulative_*` names all that start so. */
function isNamed(page: string, key: string): boolean {
  const spans = [...page.matchAll(/`(?<span>[^`\n]+)`/gu)].map((match) => match.groups?.['span'] ?? '')
  return spans.some((span) =>
    span.endsWith('*') ? key.startsWith(span.slice(0, -1)) : span.split('.').includes(key),
  )
}
