import { isClosingType } from '@gatecycle/plan-model'
import { viewGates, type GateView, type UnitView } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUnreachableUnit: Rule = {
  code: 'PL117',
  name: 'no-unreachable-unit',
  severity: 'error',
  summary: 'No unit that has yet to run waits for one that cannot run before it.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    const all = new Map(gates.flatMap(({ units }) => units.map((unit) => [unit.id, unit])))
    const waiting = gates.flatMap((gate) => (gate.status === 'passed' ? [] : gate.units))
    for (const unit of waiting.filter(({ status }) => isOpen(status))) {
      for (const { value, range } of unit.entry.dependsOn) {
        const target = all.get(value)
        const reason = target === undefined ? undefined : whyNever(unit, target, gates)
        if (target === undefined || reason === undefined) continue
        yield {
          file: 'PLAN.md',
          range,
          message: `unit "${unit.id}" depends on "${target.id}", ${reason}`,
          hint: `drop the dependency, or move "${target.id}" to where it is run before`,
          related: [{ file: 'PLAN.md', range: target.entry.range, message: 'the unit it depends on' }],
        }
      }
    }
  },
}

/** What is abandoned has its own rule. */
function isOpen(status: UnitView['status']): boolean {
  return status !== 'done' && status !== 'abandoned'
}

function whyNever(unit: UnitView, target: UnitView, gates: readonly GateView[]): string | undefined {
  if (!isOpen(target.status)) return undefined
  const gate = gates[target.gateIndex]
  if (gate?.status === 'passed') return `which is ${target.status} in ${gate.label}, and that is passed`
  if (unit === target || unit.gateIndex !== target.gateIndex || gate === undefined) return undefined
  if (target.type === undefined || !isClosingType(target.type)) return undefined
  const isBefore = gate.units.indexOf(unit) < gate.units.indexOf(target)
  return isBefore && unit.type !== undefined && isClosingType(unit.type)
    ? 'a closing unit behind it, which waits for all units before it'
    : undefined
}
