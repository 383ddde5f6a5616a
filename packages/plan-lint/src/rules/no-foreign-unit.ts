import { isFeatureId, mappingOf, parseUnitId, textOf } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noForeignUnit: Rule = {
  code: 'PL109',
  name: 'no-foreign-unit',
  severity: 'error',
  summary: 'Every unit id starts with the `feature_id` of its plan.',
  judges: 'open-features',

  *check(folder) {
    const feature = textOf(mappingOf(folder.plan), 'feature_id')
    // An id that is none at all has its own finding.
    if (feature === undefined || !isFeatureId(feature.value)) return
    for (const { id, entry } of viewUnits(folder)) {
      const parts = parseUnitId(id)
      if (parts === undefined || parts.feature === feature.value) continue
      yield {
        file: 'PLAN.md',
        range: entry.id?.range ?? entry.range,
        message: `unit "${id}" is in the plan of feature "${feature.value}"`,
        hint: `call it ${feature.value}/${parts.local}, in the graph and in its file`,
        related: [{ file: 'PLAN.md', range: feature.range, message: 'the id of the feature' }],
      }
    }
  },
}
