import { viewUnits, type UnitView } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noSharedUnitFile: Rule = {
  code: 'PL110',
  name: 'no-shared-unit-file',
  severity: 'error',
  summary: 'Every unit has a file of its own.',
  judges: 'open-features',

  *check(folder) {
    const first = new Map<string, UnitView>()
    for (const unit of viewUnits(folder)) {
      const { file } = unit.entry
      if (file === undefined) continue
      const earlier = first.get(file.value)
      if (earlier === undefined) {
        first.set(file.value, unit)
        continue
      }
      yield {
        file: 'PLAN.md',
        range: file.range,
        message: `units "${earlier.id}" and "${unit.id}" have the same file ${file.value}`,
        hint: 'a file holds the prompt and the status of one unit: write a second file',
        related: [
          {
            file: 'PLAN.md',
            range: earlier.entry.file?.range ?? earlier.entry.range,
            message: 'the first one',
          },
        ],
      }
    }
  },
}
