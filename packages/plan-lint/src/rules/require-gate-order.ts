import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireGateOrder: Rule = {
  code: 'PL114',
  name: 'require-gate-order',
  severity: 'warning',
  summary: 'Gates stand in the order of their numbers, from 1 and without a gap.',
  judges: 'open-features',

  *check(folder) {
    const numbers = viewGates(folder).flatMap(({ entry }) => entry.number ?? [])
    for (const [index, { value, range }] of numbers.entries()) {
      const before = numbers[index - 1]?.value ?? 0
      // The same number twice has its own finding.
      if (value === before + 1 || value === before) continue
      yield {
        file: 'PLAN.md',
        range,
        message:
          index === 0 ? `the first gate has the number ${value}` : `gate ${value} follows gate ${before}`,
        hint: 'gates run in the order of the list: number them 1, 2, 3',
      }
    }
  },
}
