import { isFeatureId, mappingOf, textOf } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const requireFeatureId: Rule = {
  code: 'PL008',
  name: 'require-feature-id',
  severity: 'error',
  summary: '`feature_id` is `FEAT-YYYY-NNNN` or `INIT-YYYY-NNNN/FNN`.',
  judges: 'open-features',

  *check({ plan }) {
    const id = textOf(mappingOf(plan), 'feature_id')
    if (id === undefined || isFeatureId(id.value)) return
    const isInitiative = /^INIT-\d{4}-\d{4}$/u.test(id.value)
    yield {
      file: 'PLAN.md',
      range: id.range,
      message: `"${id.value}" is not the id of a feature`,
      hint: isInitiative
        ? `an initiative has features: write ${id.value}/F01`
        : 'write FEAT, the year of creation and four digits: FEAT-2026-0007',
    }
  },
}
