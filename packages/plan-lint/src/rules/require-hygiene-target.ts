import { parseUnitId } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'
import { transitiveDependencies } from '../transitive-dependencies.ts'

export const requireHygieneTarget: Rule = {
  code: 'PL115',
  name: 'require-hygiene-target',
  severity: 'warning',
  summary: 'A hygiene unit `T03H` is in one order with the unit `T03` that it is named after.',
  judges: 'open-features',

  *check(folder) {
    const units = viewUnits(folder)
    for (const { id, entry } of units) {
      const parts = parseUnitId(id)
      const local = /^(T\d{2})H/u.exec(parts?.local ?? '')?.[1]
      if (parts === undefined || local === undefined) continue
      const target = `${parts.feature}/${local}`
      const isKnown = units.some((unit) => unit.id === target)
      const isOrdered =
        transitiveDependencies(units, id).has(target) || transitiveDependencies(units, target).has(id)
      if (isKnown && isOrdered) continue
      yield {
        file: 'PLAN.md',
        range: entry.id?.range ?? entry.range,
        message: isKnown
          ? `hygiene unit "${id}" and "${target}" may run in any order`
          : `hygiene unit "${id}" is named after "${target}", which is not a unit of this plan`,
        hint: isKnown
          ? `let one of the two depend on the other`
          : 'give it a number of its own, or the number of the unit it belongs to',
      }
    }
  },
}
