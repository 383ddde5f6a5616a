import { nearest } from '@gatecycle/diagnostics'
import { parseUnitId } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUnknownDependency: Rule = {
  code: 'PL101',
  name: 'no-unknown-dependency',
  severity: 'error',
  summary: 'Every id in `depends_on` is the id of a unit of the same plan.',
  judges: 'open-features',

  *check(folder) {
    const units = viewUnits(folder)
    const known = new Set(units.map(({ id }) => id).filter((id) => id !== ''))
    const locals = [...known].map((id) => parseUnitId(id)?.local ?? id).join(', ')
    for (const { id, entry } of units) {
      for (const dependency of entry.dependsOn) {
        if (known.has(dependency.value)) continue
        const near = nearest(dependency.value, known)
        yield {
          file: 'PLAN.md',
          range: dependency.range,
          message: `unit "${id}" depends on "${dependency.value}", which is not a unit of this plan`,
          hint: `${near === undefined ? '' : `did you mean "${near}"? `}units of this plan: ${locals}`,
        }
      }
    }
  },
}
