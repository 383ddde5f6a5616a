import { nearest } from '@gatecycle/diagnostics'
import { textOf } from '@gatecycle/plan-model'
import { keyedFiles } from '../key-table.ts'
import { isFinished } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUnknownValue: Rule = {
  code: 'PL004',
  name: 'no-unknown-value',
  severity: 'error',
  summary: 'A key with a closed set of values has one of them.',
  judges: 'every-feature',

  *check(folder) {
    const finished = isFinished(folder)
    for (const { file, mapping, keys } of keyedFiles(folder)) {
      for (const [key, { values }] of Object.entries(keys)) {
        const found = textOf(mapping, key)
        if (values === undefined || found === undefined || values.includes(found.value)) continue
        // The verdict of a finished feature is history; the other values are still read to show it.
        if (finished && key === 'verdict') continue
        const near = nearest(found.value, values)
        yield {
          file: file.name,
          range: found.range,
          message: `\`${key}\` is "${found.value}", which is not one of ${values.join(', ')}`,
          hint: near === undefined ? 'use one of the values above' : `did you mean "${near}"?`,
        }
      }
    }
  },
}
