import { isClosingType } from '@gatecycle/plan-model'
import { viewGates, viewUnits, type GateView, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireFileName: Rule = {
  code: 'PL012',
  name: 'require-file-name',
  severity: 'warning',
  summary: 'Gate files are called `GATE-01.md`, unit files `WU-01-<words>.md`, closing units from 90 up.',
  judges: 'open-features',

  *check(folder) {
    for (const gate of viewGates(folder)) yield* checkGate(gate)
    for (const unit of viewUnits(folder)) yield* checkUnit(unit)
  },
}

function* checkGate({ entry: { file, number }, label }: GateView): Iterable<Finding> {
  if (file === undefined || number === undefined) return
  const expected = `GATE-${String(number.value).padStart(2, '0')}.md`
  if (file.value === expected) return
  yield {
    file: 'PLAN.md',
    range: file.range,
    message: `the file of ${label} is called "${file.value}"`,
    hint: `call it ${expected}: reviews and commits name it so`,
  }
}

function* checkUnit({ entry: { file }, id, type }: UnitView): Iterable<Finding> {
  if (file === undefined || type === undefined) return
  const closes = isClosingType(type)
  const number = /^WU-(\d{2,})H?\d*-[^/]+\.md$/u.exec(file.value)?.[1]
  if (number !== undefined && Number(number) >= 90 === closes) return
  yield {
    file: 'PLAN.md',
    range: file.range,
    message: `the file of ${closes ? 'closing ' : ''}unit "${id}" is called "${file.value}"`,
    hint: closes
      ? 'call it WU-90-<words>.md, with a number from 90 up'
      : 'call it WU-01-<words>.md, with a number below 90',
  }
}
