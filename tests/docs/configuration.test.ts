import { expect, test } from 'vitest'
import { configTable } from '../../packages/loop/src/config/config-table.ts'
import { listSources, readPage, rowsOf } from './pages.ts'

const rows = rowsOf(readPage('docs/guide/configuration.md').text)

test('the page has every key of config.yml with its default, and no other', () => {
  const documented = rows
    .filter(([, , standard]) => standard !== undefined)
    .map(([key = '', , standard = '']) => [
      key.replaceAll('`', ''),
      standard.replaceAll('`', '').replace(/^none: .*$/u, 'none'),
    ])
    .filter(([key]) => !key?.startsWith('config.yml'))
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(keysOf(configTable, '')))
})

test('the page has every variable that the sources read as their own', () => {
  const read = [...listSources().values()].flatMap(
    (source) => source.match(/\b(?:GATECYCLE|SPECFUSE)_[A-Z_]+\b/gu) ?? [],
  )
  const said = new Set(rows.flatMap(([name = '']) => name.match(/[A-Z_]{5,}/gu) ?? []))
  const ofTestBuilds = new Set(['GATECYCLE_FAULT', 'GATECYCLE_FAULT_TRACE'])
  expect([...new Set(read)].filter((name) => !said.has(name) && !ofTestBuilds.has(name))).toEqual([])
})

interface Spec {
  readonly keys?: Readonly<Record<string, Spec>>
  readonly named?: Readonly<Record<string, Spec>>
  readonly default?: unknown
  readonly required?: unknown
}

/** Every path of the table with its default as the page writes it. */
function keysOf(
  table: Readonly<Record<string, Spec>>,
  prefix: string,
): readonly (readonly [string, string])[] {
  return Object.entries(table).flatMap(([key, spec]) => {
    const path = `${prefix}${key}`
    if (spec.keys !== undefined) return keysOf(spec.keys, `${path}.`)
    if (spec.named !== undefined) return keysOf(spec.named, `${path}.<name>.`)
    return [[path, defaultOf(spec)] as const]
  })
}

function defaultOf(spec: Spec): string {
  if (spec.required !== undefined) return 'required'
  return spec.default === undefined ? 'none' : JSON.stringify(spec.default)
}
