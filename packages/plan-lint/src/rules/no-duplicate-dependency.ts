import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noDuplicateDependency: Rule = {
  code: 'PL112',
  name: 'no-duplicate-dependency',
  severity: 'warning',
  summary: 'A unit names each dependency once.',
  judges: 'open-features',

  *check(folder) {
    for (const { id, entry } of viewUnits(folder)) {
      const seen = new Set<string>()
      for (const { value, range } of entry.dependsOn) {
        if (seen.has(value)) {
          yield {
            file: 'PLAN.md',
            range,
            message: `unit "${id}" names its dependency "${value}" twice`,
            hint: 'remove one; perhaps another unit was meant',
          }
        }
        seen.add(value)
      }
    }
  },
}
