import { viewUnits, type UnitView } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noDuplicateUnit: Rule = {
  code: 'PL105',
  name: 'no-duplicate-unit',
  severity: 'error',
  summary: 'Every unit id stands once in the task graph.',
  judges: 'open-features',

  *check(folder) {
    const first = new Map<string, UnitView>()
    for (const unit of viewUnits(folder)) {
      const { id, entry } = unit
      const earlier = first.get(id)
      if (earlier === undefined) first.set(id, unit)
      if (earlier === undefined || id === '') continue
      yield {
        file: 'PLAN.md',
        range: entry.id?.range ?? entry.range,
        message: `unit "${id}" is in the task graph twice`,
        hint: 'give the second unit a number of its own, in the graph and in its file; ids are never used again',
        related: [
          {
            file: 'PLAN.md',
            range: earlier.entry.id?.range ?? earlier.entry.range,
            message: 'the first one',
          },
        ],
      }
    }
  },
}
