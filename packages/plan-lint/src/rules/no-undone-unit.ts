import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUndoneUnit: Rule = {
  code: 'PL205',
  name: 'no-undone-unit',
  severity: 'warning',
  summary: 'Every unit of a passed gate is done or abandoned.',
  judges: 'open-features',

  *check(folder) {
    for (const { label, file, status, units } of viewGates(folder)) {
      if (status !== 'passed' || file === undefined) continue
      for (const { id, file: unitFile, mapping, status: at } of units) {
        if (unitFile === undefined || at === undefined || at === 'done' || at === 'abandoned') continue
        const range = mapping?.entries.find(({ key }) => key === 'status')?.value.range
        yield {
          file: unitFile.name,
          range: range ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
          message: `unit "${id}" is ${at}, but ${label} is passed, so nothing will run it`,
          hint: 'move it to a later gate, or abandon it',
        }
      }
    }
  },
}
