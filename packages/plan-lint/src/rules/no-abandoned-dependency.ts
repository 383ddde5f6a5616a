import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noAbandonedDependency: Rule = {
  code: 'PL111',
  name: 'no-abandoned-dependency',
  severity: 'error',
  summary: 'No unit that has yet to run waits for an abandoned one.',
  judges: 'open-features',

  *check(folder) {
    const units = viewUnits(folder)
    const abandoned = new Map(
      units.filter(({ status }) => status === 'abandoned').map((unit) => [unit.id, unit]),
    )
    for (const { id, entry, status } of units) {
      if (status === 'done' || status === 'abandoned') continue
      for (const { value, range } of entry.dependsOn) {
        const target = abandoned.get(value)
        if (target === undefined) continue
        yield {
          file: 'PLAN.md',
          range,
          message: `unit "${id}" depends on "${value}", which is abandoned and will never be done`,
          hint: `drop the dependency, let "${id}" depend on what replaces it, or abandon "${id}" as well`,
          related: [{ file: 'PLAN.md', range: target.entry.range, message: 'the abandoned unit' }],
        }
      }
    }
  },
}
