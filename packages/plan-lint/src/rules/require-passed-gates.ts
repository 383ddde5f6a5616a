import { startOfFile } from '@gatecycle/diagnostics'
import { entryOf, mappingOf, textOf } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requirePassedGates: Rule = {
  code: 'PL211',
  name: 'require-passed-gates',
  severity: 'error',
  summary: 'All gates of a plan that is done are passed.',
  judges: 'every-feature',

  *check(folder, { hasSealedLog }) {
    const status = textOf(mappingOf(folder.plan), 'status')
    if (status?.value !== 'done') return
    const open = viewGates(folder).filter(
      (gate) =>
        gate.status !== undefined && gate.status !== 'passed' && (gate.file ?? gate.units[0]) !== undefined,
    )
    if (open.length === 0) return
    const states = open.map((gate) => `${gate.label} is ${gate.status?.replaceAll('_', ' ')}`)
    yield {
      file: 'PLAN.md',
      range: status.range,
      // Tools that kept no chain let this happen, and their features are history.
      ...(hasSealedLog?.() !== true && { severity: 'information' as const }),
      message: `the plan is done, but ${states.join(', ')}`,
      hint: 'set `status` back to active: a feature ends by `loop accept`, which passes the last gate in the same commit',
      related: open.map(({ file, entry, mapping, label }) => ({
        file: file?.name ?? 'PLAN.md',
        range: file === undefined ? entry.range : (entryOf(mapping, 'status')?.value.range ?? startOfFile),
        message: label,
      })),
    }
  },
}
