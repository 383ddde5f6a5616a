import { isClosingType } from '@gatecycle/plan-model'
import { viewGates, viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireFileName: Rule = {
  code: 'PL012',
  name: 'require-file-name',
  severity: 'warning',
  summary: 'Gate files are called `GATE-01.md`, unit files `WU-01-<words>.md`, closing units from 90 up.',
  judges: 'open-features',

  *check(folder) {
    for (const { entry, label } of viewGates(folder)) {
      const { file, number } = entry
      if (file === undefined || number === undefined) continue
      const expected = `GATE-${String(number.value).padStart(2, '0')}.md`
      if (file.value === expected) continue
      yield {
        file: 'PLAN.md',
        range: file.range,
        message: `the file of ${label} is called "${file.value}"`,
        hint: `call it ${expected}: reviews and commits name it so`,
      }
    }
    for (const { entry, id, type } of viewUnits(folder)) {
      if (entry.file === undefined || type === undefined) continue
      const number = /^WU-(\d{2,})H?\d*-[^/]+\.md$/u.exec(entry.file.value)?.[1]
      const isLast = number !== undefined && Number(number) >= 90
      if (number !== undefined && isLast === isClosingType(type)) continue
      yield {
        file: 'PLAN.md',
        range: entry.file.range,
        message: `the file of ${isClosingType(type) ? 'closing ' : ''}unit "${id}" is called "${entry.file.value}"`,
        hint: isClosingType(type)
          ? 'call it WU-90-<words>.md, with a number from 90 up'
          : 'call it WU-01-<words>.md, with a number below 90',
      }
    }
  },
}
