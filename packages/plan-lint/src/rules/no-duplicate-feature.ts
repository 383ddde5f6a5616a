import { isFeatureId, mappingOf, textOf, toFolderPrefix } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const noDuplicateFeature: Rule = {
  code: 'PL010',
  name: 'no-duplicate-feature',
  severity: 'error',
  summary: 'No other feature folder has the same id.',
  judges: 'open-features',

  *check({ plan, folder }, { folders = [] }) {
    const id = textOf(mappingOf(plan), 'feature_id')
    if (id === undefined || !isFeatureId(id.value)) return
    const prefix = toFolderPrefix(id.value)
    for (const other of folders) {
      if (other === folder || (other !== prefix && !other.startsWith(`${prefix}-`))) continue
      yield {
        file: 'PLAN.md',
        range: id.range,
        message: `the folder "${other}" belongs to a feature "${id.value}" as well`,
        hint: 'give the newer feature the next free number, in its folder, its plan and its units',
      }
    }
  },
}
