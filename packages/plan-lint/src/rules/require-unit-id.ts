import { parseUnitId } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireUnitId: Rule = {
  code: 'PL107',
  name: 'require-unit-id',
  severity: 'error',
  summary: 'Every unit id is a feature id, a slash, and `T01`, `T01H` or `G1-CLOSE`.',
  judges: 'open-features',

  *check(folder) {
    for (const { entry } of viewUnits(folder)) {
      if (entry.id === undefined || parseUnitId(entry.id.value) !== undefined) continue
      yield {
        file: 'PLAN.md',
        range: entry.id.range,
        message: `"${entry.id.value}" is not a unit id`,
        hint: 'FEAT-2026-0007/T01 for work, FEAT-2026-0007/T01H for a clean-up that belongs to it, FEAT-2026-0007/G1-CLOSE for the end of gate 1',
      }
    }
  },
}
