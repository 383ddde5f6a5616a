import { startOfFile } from '@gatecycle/diagnostics'
import { entryOf } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noSkippedGate: Rule = {
  code: 'PL206',
  name: 'no-skipped-gate',
  severity: 'warning',
  summary: 'No gate is passed while an earlier one is not.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    for (const { index, label, file, mapping, status } of gates) {
      if (file === undefined || status !== 'passed') continue
      const open = gates.slice(0, index).find((gate) => gate.status !== 'passed')
      if (open === undefined) continue
      yield {
        file: file.name,
        range: entryOf(mapping, 'status')?.value.range ?? startOfFile,
        message: `${label} is passed, but ${open.label} before it is not: the loop goes on at ${open.label}`,
        hint: `look at ${open.label} first; a gate is passed by the human who reviewed it`,
      }
    }
  },
}
