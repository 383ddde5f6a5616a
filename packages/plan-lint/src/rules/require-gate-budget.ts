import { numberOf } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireGateBudget: Rule = {
  code: 'PL207',
  name: 'require-gate-budget',
  severity: 'warning',
  summary: 'The budget of a gate covers the planned cost of its units.',
  judges: 'open-features',

  *check(folder) {
    for (const { label, file, mapping, status, units } of viewGates(folder)) {
      const budget = numberOf(mapping, 'cost_budget_usd')
      if (file === undefined || budget === undefined || status === 'passed') continue
      const planned = units
        .filter((unit) => unit.status !== 'abandoned')
        .reduce((sum, unit) => sum + (numberOf(unit.mapping, 'planned_cost_usd')?.value ?? 0), 0)
      // A cent of tolerance: sums of decimal fractions are not exact.
      if (planned <= budget.value + 0.005) continue
      yield {
        file: file.name,
        range: budget.range,
        message: `the units of ${label} are planned at ${planned.toFixed(2)} USD, its budget is ${budget.value.toFixed(2)} USD`,
        hint: 'raise the budget or plan less: the loop stops where the budget ends',
      }
    }
  },
}
