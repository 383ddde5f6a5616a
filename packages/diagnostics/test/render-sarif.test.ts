import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSarif, type Diagnostic } from '../src/index.ts'
import { at, diagnostic } from './sample.ts'

const lib = dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif'))
const schema = JSON.parse(readFileSync(join(lib, 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as object
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const isSarif = ajv.compile(schema)
const tool = { name: 'plan-lint', version: '0.1.0', summaries: { PL101: 'Every id is known.' } }
const render = (diagnostics: readonly Diagnostic[]): unknown => JSON.parse(renderSarif(diagnostics, tool))

test('a log with findings of every kind is valid SARIF 2.1.0', () => {
  const log = render([
    diagnostic({ hint: 'h', related: [{ file: 'x.md', range: at(1, 1), message: 'first' }] }),
    diagnostic({ severity: 'warning', code: 'PL005' }),
    diagnostic({ severity: 'information' }),
  ])
  isSarif(log)
  expect(isSarif.errors).toBeNull()
  expect(log).toMatchObject({
    runs: [
      {
        tool: {
          driver: {
            rules: [{ id: 'PL005' }, { id: 'PL101', shortDescription: { text: 'Every id is known.' } }],
          },
        },
        results: [{ ruleId: 'PL101', level: 'error' }, { level: 'warning' }, { level: 'note' }],
      },
    ],
  })
})

test('a log without findings is valid: it says that the tool ran', () => {
  isSarif(render([]))
  expect(isSarif.errors).toBeNull()
})

test('any text in a finding gives a valid log', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 })
  fc.assert(
    fc.property(text, text, fc.nat(99), (message, file, line) => {
      isSarif(render([diagnostic({ message, file, range: at(line + 1, 1) })]))
      expect(isSarif.errors).toBeNull()
    }),
  )
})

test('names with blanks, # and ? stay names', () => {
  expect(render([diagnostic({ file: 'a b/c#d?e.md' })])).toMatchObject({
    runs: [
      {
        results: [{ locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/c%23d%3Fe.md' } } }] }],
      },
    ],
  })
})
