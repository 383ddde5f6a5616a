import { nearest } from '@gatecycle/diagnostics'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireUnitFile: Rule = {
  code: 'PL106',
  name: 'require-unit-file',
  severity: 'error',
  summary: 'Every file that the task graph names for a unit is in the feature folder.',
  judges: 'every-feature',

  *check(folder) {
    for (const { id, entry, file } of viewUnits(folder)) {
      if (entry.file === undefined || file !== undefined) continue
      const { value: name, range } = entry.file
      const near = nearest(name, folder.names)
      yield {
        file: 'PLAN.md',
        range,
        message: `the file "${name}" of unit "${id}" is not in the feature folder`,
        hint: near === undefined ? `write ${name}, or correct the name` : `did you mean "${near}"?`,
      }
    }
  },
}
