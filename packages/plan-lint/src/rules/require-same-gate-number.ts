import { numberOf } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireSameGateNumber: Rule = {
  code: 'PL204',
  name: 'require-same-gate-number',
  severity: 'error',
  summary: 'The `gate` in a gate file is the number that the task graph gives it.',
  judges: 'open-features',

  *check(folder) {
    for (const { entry, file, mapping } of viewGates(folder)) {
      const own = numberOf(mapping, 'gate')
      if (file === undefined || own === undefined || entry.number === undefined) continue
      if (own.value === entry.number.value) continue
      yield {
        file: file.name,
        range: own.range,
        message: `the file says it is gate ${own.value}, the task graph calls it gate ${entry.number.value}`,
        hint: 'correct the number in the file, or the file name in the graph',
        related: [{ file: 'PLAN.md', range: entry.number.range, message: 'the entry of the task graph' }],
      }
    }
  },
}
