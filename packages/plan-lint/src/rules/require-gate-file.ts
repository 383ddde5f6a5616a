import { nearest } from '@gatecycle/diagnostics'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireGateFile: Rule = {
  code: 'PL202',
  name: 'require-gate-file',
  severity: 'error',
  summary: 'Every gate with units has the file that the task graph names for it.',
  judges: 'open-features',

  *check(folder) {
    for (const { label, entry, file, units } of viewGates(folder)) {
      if (entry.file === undefined || file !== undefined || units.length === 0) continue
      const { value: name, range } = entry.file
      const near = nearest(
        name,
        folder.names.filter((other) => other.startsWith('GATE-')),
      )
      yield {
        file: 'PLAN.md',
        range,
        message: `the file "${name}" of ${label} is not in the feature folder`,
        hint:
          near === undefined
            ? `write ${name} with \`status: open\` and a definition of done`
            : `did you mean "${near}"?`,
      }
    }
  },
}
