import { toPlain, type YamlValue } from '@gatecycle/plan-model'
import { keyedFiles, type KeyShape } from '../key-table.ts'
import type { Rule } from '../rule.ts'

export const noWrongType: Rule = {
  code: 'PL006',
  name: 'no-wrong-type',
  severity: 'error',
  summary: 'The value of every known key has the type that the driver reads.',
  judges: 'open-features',

  *check(folder) {
    for (const { file, mapping, keys } of keyedFiles(folder)) {
      for (const { key, value } of mapping.entries) {
        const spec = Object.hasOwn(keys, key) ? keys[key] : undefined
        // An empty value counts as absent, and an absent required key is the business of require-key.
        if (spec === undefined || spec.required !== undefined || isEmpty(value)) continue
        const { expected, fits } = shapes[spec.shape]
        if (fits(value)) continue
        yield {
          file: file.name,
          range: value.range,
          message: `\`${key}\` is ${show(value)}, not ${expected}`,
          hint: `write \`${key}:\` with ${expected}${hintAboutQuotes(value, spec.shape)}`,
        }
      }
    }
  },
}

interface Shape {
  readonly expected: string
  readonly fits: (value: YamlValue) => boolean
}

const shapes: Readonly<Record<KeyShape, Shape>> = {
  text: { expected: 'text', fits: (value) => value.kind === 'scalar' },
  texts: { expected: 'text or a list of texts', fits: isTexts },
  count: {
    expected: 'a whole number from 1',
    fits: (value) => Number.isInteger(toPlain(value)) && Number(toPlain(value)) >= 1,
  },
  amount: {
    expected: 'a number from 0',
    fits: (value) => Number.isFinite(toPlain(value)) && Number(toPlain(value)) >= 0,
  },
  boolean: { expected: 'true or false', fits: (value) => typeof toPlain(value) === 'boolean' },
  criteria: { expected: 'a list of entries with id and text', fits: isListOfMappings },
  command: { expected: 'a mapping with name and run or command', fits: (value) => value.kind === 'mapping' },
  commands: { expected: 'a list of entries with name and run or command', fits: isListOfMappings },
  any: { expected: 'anything', fits: () => true },
}

function isEmpty(value: YamlValue): boolean {
  return value.kind === 'scalar' && value.value === undefined
}

function isTexts(value: YamlValue): boolean {
  if (value.kind === 'mapping') return false
  return value.kind === 'scalar' || value.items.every((item) => item.kind === 'scalar' && !isEmpty(item))
}

function isListOfMappings(value: YamlValue): boolean {
  return value.kind === 'sequence' && value.items.every(({ kind }) => kind === 'mapping')
}

function show(value: YamlValue): string {
  if (value.kind !== 'scalar') return value.kind === 'sequence' ? 'a list' : 'a mapping'
  return typeof value.value === 'string' ? `the text "${value.value}"` : String(value.value)
}

function hintAboutQuotes(value: YamlValue, shape: KeyShape): string {
  const isQuoted = value.kind === 'scalar' && typeof value.value === 'string'
  return isQuoted && /^(?:count|amount)$/u.test(shape) ? ', without quotes' : ''
}
