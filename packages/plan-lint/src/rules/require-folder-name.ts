import { isFeatureId, mappingOf, textOf, toFolderPrefix } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const requireFolderName: Rule = {
  code: 'PL009',
  name: 'require-folder-name',
  severity: 'warning',
  summary: 'The folder of a feature starts with its `feature_id`.',
  judges: 'open-features',

  *check({ plan, folder }, { folders }) {
    // A copy outside a state folder may be called anything.
    if (folders === undefined) return
    const id = textOf(mappingOf(plan), 'feature_id')
    if (id === undefined || !isFeatureId(id.value)) return
    const prefix = toFolderPrefix(id.value)
    if (folder === prefix || folder.startsWith(`${prefix}-`)) return
    yield {
      file: 'PLAN.md',
      range: id.range,
      message: `feature "${id.value}" is in the folder "${folder}"`,
      hint: `rename the folder to ${prefix}-<a few words>, or correct the id: whoever looks for one finds the other`,
    }
  },
}
