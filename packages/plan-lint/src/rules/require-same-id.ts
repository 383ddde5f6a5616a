import { textOf } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireSameId: Rule = {
  code: 'PL108',
  name: 'require-same-id',
  severity: 'error',
  summary: 'The `id` in a unit file is the id that the task graph gives it.',
  judges: 'open-features',

  *check(folder) {
    for (const { id, entry, file, mapping } of viewUnits(folder)) {
      const own = textOf(mapping, 'id')
      if (file === undefined || own === undefined || id === '' || own.value === id) continue
      yield {
        file: file.name,
        range: own.range,
        message: `the file says it is unit "${own.value}", the task graph calls it "${id}"`,
        hint: 'one of the two is a copy that was not renamed; correct it',
        related: [
          { file: 'PLAN.md', range: entry.id?.range ?? entry.range, message: 'the entry of the task graph' },
        ],
      }
    }
  },
}
