import { viewGates, type GateView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const noDuplicateGate: Rule = {
  code: 'PL203',
  name: 'no-duplicate-gate',
  severity: 'error',
  summary: 'Every gate number and every gate file stands once in the task graph.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    yield* repeated(gates, 'number', ({ entry }) => entry.number)
    yield* repeated(gates, 'file', ({ entry }) => entry.file)
  },
}

type Place = GateView['entry']['number' | 'file']

function* repeated(
  gates: readonly GateView[],
  what: string,
  placeOf: (gate: GateView) => Place,
): Iterable<Finding> {
  const first = new Map<string | number, NonNullable<Place>>()
  for (const gate of gates) {
    const place = placeOf(gate)
    if (place === undefined) continue
    const earlier = first.get(place.value)
    if (earlier === undefined) {
      first.set(place.value, place)
      continue
    }
    yield {
      file: 'PLAN.md',
      range: place.range,
      message: `two gates have the ${what} ${place.value}`,
      hint: `give the second gate a ${what} of its own`,
      related: [{ file: 'PLAN.md', range: earlier.range, message: 'the first one' }],
    }
  }
}
