import { parseUnitId } from '@gatecycle/plan-model'
import { viewUnits, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'
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
      const target = targetOf(id)
      if (target === undefined) continue
      const problem = whyUntied(units, id, target)
      if (problem === undefined) continue
      yield { file: 'PLAN.md', range: entry.id?.range ?? entry.range, ...problem }
    }
  },
}

/** `FEAT-2026-0007/T03H` → `FEAT-2026-0007/T03`. */
function targetOf(id: string): string | undefined {
  const parts = parseUnitId(id)
  const local = /^(T\d{2})H/u.exec(parts?.local ?? '')?.[1]
  return local === undefined ? undefined : `${parts?.feature}/${local}`
}

function whyUntied(
  units: readonly UnitView[],
  id: string,
  target: string,
): Pick<Finding, 'message' | 'hint'> | undefined {
  if (!units.some((unit) => unit.id === target)) {
    return {
      message: `hygiene unit "${id}" is named after "${target}", which is not a unit of this plan`,
      hint: 'give it a number of its own, or the number of the unit it belongs to',
    }
  }
  const isBefore = transitiveDependencies(units, target).has(id)
  if (isBefore || transitiveDependencies(units, id).has(target)) return undefined
  return {
    message: `hygiene unit "${id}" and "${target}" may run in any order`,
    hint: 'let one of the two depend on the other',
  }
}
