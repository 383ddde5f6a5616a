import type { YamlValue } from '@gatecycle/plan-model'
import { isEmpty, shapes } from '../key-shape.ts'
import { keyedFiles, type KeyShape } from '../key-table.ts'
import type { Finding, Rule } from '../rule.ts'

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
        for (const problem of problemsOf(key, value, spec.shape)) yield { file: file.name, ...problem }
      }
    }
  },
}

function problemsOf(key: string, value: YamlValue, shape: KeyShape): readonly Omit<Finding, 'file'>[] {
  const { expected, fits, item } = shapes[shape]
  if (value.kind === 'sequence' && item !== undefined) {
    return value.items
      .filter((each) => !item.fits(each))
      .map((each) => ({
        range: each.range,
        message: `an item of \`${key}\` is ${show(each)}, not ${item.expected}`,
        hint: `write ${item.expected}, or remove the item`,
      }))
  }
  if (fits(value)) return []
  return [
    {
      range: value.range,
      message: `\`${key}\` is ${show(value)}, not ${expected}`,
      hint: `write \`${key}:\` with ${expected}${hintAboutQuotes(value, shape)}`,
    },
  ]
}

function show(value: YamlValue): string {
  if (value.kind !== 'scalar') return value.kind === 'sequence' ? 'a list' : 'a mapping'
  if (value.value === undefined) return 'nothing'
  return typeof value.value === 'string' ? `the text "${value.value}"` : String(value.value)
}

function hintAboutQuotes(value: YamlValue, shape: KeyShape): string {
  const isQuoted = value.kind === 'scalar' && typeof value.value === 'string'
  return isQuoted && /^(?:count|amount)$/u.test(shape) ? ', without quotes' : ''
}
