import type { Located } from '@gatecycle/plan-model'
import { viewUnits, type UnitView } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noDependencyCycle: Rule = {
  code: 'PL102',
  name: 'no-dependency-cycle',
  severity: 'error',
  summary: 'No unit waits for itself, directly or through others.',
  judges: 'open-features',

  *check(folder) {
    for (const { ids, edge } of findCycles(viewUnits(folder))) {
      const [first = ''] = ids
      yield {
        file: 'PLAN.md',
        range: edge.range,
        message:
          ids.length === 1
            ? `unit "${first}" depends on itself`
            : `units wait for each other in a circle: ${[...ids, first].join(' → ')}`,
        hint: 'remove one of these dependencies; if both directions are needed, the units are one unit',
      }
    }
  },
}

interface Cycle {
  readonly ids: readonly string[]
  /** The dependency that closes the circle. */
  readonly edge: Located<string>
}

/** Depth-first without recursion, so that a long chain is no danger; every dependency that points back closes one cycle. */
function findCycles(units: readonly UnitView[]): readonly Cycle[] {
  const edgesOf = new Map(units.map(({ id, entry }) => [id, entry.dependsOn]))
  const done = new Set<string>()
  const cycles: Cycle[] = []
  for (const { id: root } of units) {
    const path = [{ id: root, next: 0 }]
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const edge = done.has(at.id) ? undefined : edgesOf.get(at.id)?.[at.next]
      at.next += 1
      if (edge === undefined) {
        done.add(at.id)
        path.pop()
        continue
      }
      const start = path.findIndex(({ id }) => id === edge.value)
      if (start === -1) path.push({ id: edge.value, next: 0 })
      else cycles.push({ ids: path.slice(start).map(({ id }) => id), edge })
    }
  }
  return cycles
}
