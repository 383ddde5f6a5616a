import { isClosingType, unitsOf, type Feature, type Gate, type Unit } from '@gatecycle/plan-model'

export type UndoTarget =
  | { readonly kind: 'unit'; readonly unit: Unit; readonly gate: Gate }
  | { readonly kind: 'refused'; readonly reason: string }

/** Whether the work of a unit can be taken back: nothing that is done may build on it. Pure. */
export function unitToUndo(feature: Feature, name: string): UndoTarget {
  const gate = feature.gates.find(({ units }) => units.some(({ id }) => isCalled(id, name, feature)))
  const unit = gate?.units.find(({ id }) => isCalled(id, name, feature))
  if (gate === undefined || unit === undefined) return refused(`${feature.id} has no unit ${name}`)
  if (feature.status === 'done') return refused(`${feature.id} is done: what it brought is reverted by hand`)
  if (gate.status === 'passed')
    return refused(`gate ${gate.number} is passed: what it brought is reverted by hand`)
  if (unit.status !== 'done')
    return refused(`${unit.id} is ${unit.status.replaceAll('_', ' ')}: there is nothing to undo`)
  const after = dependentsOf(feature, gate, unit).map(({ id }) => id)
  if (after.length > 0) return refused(`${after.join(', ')} built on it: undo that first`)
  return { kind: 'unit', unit, gate }
}

function isCalled(id: string, name: string, feature: Feature): boolean {
  return id === name || id === `${feature.id}/${name}`
}

/** What is done and needs the unit: units that say so, and the closing units of its gate, which look back on all of it. */
function dependentsOf(feature: Feature, gate: Gate, unit: Unit): readonly Unit[] {
  return unitsOf(feature).filter((other) => {
    const needsIt = other.dependsOn.includes(unit.id) || closesAfter(other, unit, gate)
    return other !== unit && other.status === 'done' && needsIt
  })
}

function closesAfter(other: Unit, unit: Unit, { units }: Gate): boolean {
  const at = units.indexOf(other)
  const isLater = !isClosingType(unit.type) || at > units.indexOf(unit)
  return at !== -1 && isClosingType(other.type) && isLater
}

function refused(reason: string): UndoTarget {
  return { kind: 'refused', reason }
}
