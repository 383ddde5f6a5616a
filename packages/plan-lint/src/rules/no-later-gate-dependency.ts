import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noLaterGateDependency: Rule = {
  code: 'PL103',
  name: 'no-later-gate-dependency',
  severity: 'error',
  summary: 'A unit depends only on units of its own gate or of an earlier one.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    const units = gates.flatMap((gate) => gate.units)
    const firstGateOf = new Map(units.toReversed().map((unit) => [unit.id, unit]))
    for (const { id, entry, gateIndex } of units) {
      for (const dependency of entry.dependsOn) {
        const target = firstGateOf.get(dependency.value)
        if (target === undefined || target.gateIndex <= gateIndex) continue
        yield {
          file: 'PLAN.md',
          range: dependency.range,
          message: `unit "${id}" of ${gates[gateIndex]?.label} depends on "${target.id}", which belongs to ${gates[target.gateIndex]?.label}`,
          hint: 'a gate is finished before the next one starts: move one of the two units, or drop the dependency',
          related: [{ file: 'PLAN.md', range: target.entry.range, message: 'the unit it depends on' }],
        }
      }
    }
  },
}
