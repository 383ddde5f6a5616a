import { closingShapeOf, isClosingType, type ClosingShape, type UnitType } from '@gatecycle/plan-model'
import { viewGates, type GateView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireClosingShape: Rule = {
  code: 'PL201',
  name: 'require-closing-shape',
  severity: 'error',
  summary: 'The last gate ends in `close`, every other drafted gate in `close-intermediate` and `plan-next`.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    const newer = gates.find((gate) => ['terminal', 'intermediate'].includes(shapeOf(gate) ?? 'none'))
    for (const gate of gates) {
      // A gate without units is not drafted; a passed one is history; an unknown type has its own finding.
      if (gate.units.length === 0 || gate.status === 'passed') continue
      const types = typesOf(gate)
      if (types !== undefined) yield* checkGate(gate, types, newer)
    }
  },
}

function typesOf({ units }: GateView): readonly UnitType[] | undefined {
  const types = units.map(({ type }) => type)
  return types.every((type) => type !== undefined) ? types : undefined
}

function shapeOf(gate: GateView): ClosingShape | undefined {
  const types = typesOf(gate)
  return types === undefined ? undefined : closingShapeOf(types)
}

function* checkGate(
  gate: GateView,
  types: readonly UnitType[],
  newer: GateView | undefined,
): Iterable<Finding> {
  const shape = closingShapeOf(types)
  if (shape === (gate.terminal ? 'terminal' : 'intermediate')) {
    yield* checkOrder(gate, types)
    return
  }
  const closing = types.filter(isClosingType)
  yield {
    file: 'PLAN.md',
    range: gate.entry.range,
    ...(shape === 'legacy' && { severity: 'warning' as const }),
    message: describe(gate, shape, closing) + (shape === 'legacy' ? mixedWith(newer) : ''),
    hint: gate.terminal
      ? 'end the gate with one unit of type close'
      : 'end the gate with a unit of type close-intermediate and one of type plan-next',
  }
}

/** Work behind the closing units would not be in what they close. */
function* checkOrder({ label, units }: GateView, types: readonly UnitType[]): Iterable<Finding> {
  const lastWork = types.findLastIndex((type) => !isClosingType(type))
  const early = units
    .slice(0, Math.max(lastWork, 0))
    .find(({ type }) => type !== undefined && isClosingType(type))
  if (early === undefined) return
  yield {
    file: 'PLAN.md',
    range: early.entry.range,
    message: `closing unit "${early.id}" of ${label} stands before unit "${units[lastWork]?.id}"`,
    hint: 'closing units stand last in their gate',
  }
}

/** Where the sequences are mixed, nobody can tell from one gate how the next one ends. */
function mixedWith(newer: GateView | undefined): string {
  return newer === undefined ? '' : `, and ${newer.label} in the newer one`
}

function describe({ label, terminal }: GateView, shape: ClosingShape, closing: readonly UnitType[]): string {
  const position = terminal ? `${label} is the last gate` : `${label} is followed by another gate`
  if (shape === 'none') return `${position} and has no closing unit`
  if (shape === 'legacy') return `${label} ends in the older closing sequence ${closing.join(', ')}`
  return `${position} and ends in ${closing.join(', ')}`
}
