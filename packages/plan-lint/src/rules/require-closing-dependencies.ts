import { isClosingType } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'
import { transitiveDependencies } from '../transitive-dependencies.ts'

export const requireClosingDependencies: Rule = {
  code: 'PL113',
  name: 'require-closing-dependencies',
  severity: 'error',
  summary: 'Every closing unit waits for all the work of its gate, directly or through others.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    const all = gates.flatMap(({ units }) => units)
    for (const { label, units, status } of gates) {
      if (status === 'passed') continue
      const work = units.filter(({ id, type }) => id !== '' && type !== undefined && !isClosingType(type))
      for (const closing of units) {
        if (closing.type === undefined || !isClosingType(closing.type) || closing.status === 'done') continue
        const waitsFor = transitiveDependencies(all, closing.id)
        const missing = work.filter(({ id, status: at }) => at !== 'abandoned' && !waitsFor.has(id))
        if (missing.length === 0) continue
        const ids = missing.map(({ id }) => id).join(', ')
        yield {
          file: 'PLAN.md',
          range: closing.entry.range,
          message: `closing unit "${closing.id}" of ${label} can run before ${ids}`,
          hint: `add ${ids} to its \`depends_on\``,
        }
      }
    }
  },
}
