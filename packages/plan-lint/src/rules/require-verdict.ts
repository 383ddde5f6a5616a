import { startOfFile } from '@gatecycle/diagnostics'
import { entryOf, textOf } from '@gatecycle/plan-model'
import { viewGates, type GateView, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireVerdict: Rule = {
  code: 'PL209',
  name: 'require-verdict',
  severity: 'warning',
  summary: 'A done closing unit has a `verdict`, and no other unit has one.',
  judges: 'open-features',

  *check(folder) {
    for (const gate of viewGates(folder)) {
      if (gate.status === 'passed') continue
      for (const unit of gate.units) yield* checkUnit(gate, unit)
    }
  },
}

function* checkUnit({ label }: GateView, { id, type, status, file, mapping }: UnitView): Iterable<Finding> {
  if (file === undefined || type === undefined) return
  const judges = type === 'close' || type === 'close-intermediate'
  const verdict = textOf(mapping, 'verdict')
  if (verdict !== undefined && !judges) {
    yield {
      file: file.name,
      range: verdict.range,
      message: `unit "${id}" has a verdict, but its type is ${type}`,
      hint: 'only close and close-intermediate judge; remove the key',
    }
  }
  if (verdict === undefined && type === 'close' && status === 'done') {
    yield {
      file: file.name,
      range: entryOf(mapping, 'verdict')?.keyRange ?? startOfFile,
      message: `unit "${id}" is done without a verdict, so ${label} cannot be accepted`,
      hint: 'write `verdict:` with one of met, met_locally, partially_met, not_met',
    }
  }
}
