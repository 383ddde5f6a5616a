import {
  isClosingType,
  unitsOf,
  type Feature,
  type Gate,
  type Unit,
  type UnitStatus,
} from '@gatecycle/plan-model'
import type { Progress } from '../machine/gate-state.ts'

/** What the gate's units allow next: the first ready one in graph order, or why there is none. Pure. */
export function progressOf(feature: Feature, gate: Gate): Progress {
  const done = idsWith(feature, 'done')
  const open = gate.units.filter(({ status }) => status !== 'done' && status !== 'abandoned')
  const ready = open.find((unit) => isReady(unit, done, gate))
  if (ready !== undefined) return { kind: 'ready', unit: ready.id }
  if (open.length === 0) return { kind: 'complete' }
  const blocked = open.filter(({ status }) => status === 'blocked_human').map(({ id }) => id)
  if (blocked.length > 0) return { kind: 'blocked', units: blocked }
  return { kind: 'stuck', reasons: open.map((unit) => whyStuck(unit, done, idsWith(feature, 'abandoned'))) }
}

/** The same where one unit was asked for: by its id, or by the part of it behind the feature's. Pure. */
export function progressIn(feature: Feature, gate: Gate, only: string | undefined): Progress {
  if (only === undefined) return progressOf(feature, gate)
  const unit = gate.units.find(({ id }) => id === only || id === `${feature.id}/${only}`)
  if (unit === undefined) {
    const known = gate.units.map(({ id }) => id.slice(feature.id.length + 1)).join(', ')
    return { kind: 'unit-waits', reason: `gate ${gate.number} has no unit ${only}; it has ${known}` }
  }
  if (unit.status === 'done') return { kind: 'unit-done', unit: unit.id }
  if (unit.status === 'blocked_human') return { kind: 'blocked', units: [unit.id] }
  if (unit.status === 'abandoned') return { kind: 'unit-waits', reason: `${unit.id} is abandoned` }
  const done = idsWith(feature, 'done')
  if (isReady(unit, done, gate)) return { kind: 'ready', unit: unit.id }
  return { kind: 'unit-waits', reason: whyStuck(unit, done, idsWith(feature, 'abandoned')) }
}

function idsWith(feature: Feature, wanted: UnitStatus): ReadonlySet<string> {
  return new Set(unitsOf(feature).flatMap(({ id, status }) => (status === wanted ? [id] : [])))
}

/** The units that a complete run of the gate would still do, in the order in which it would do them. */
export function unitsAhead(feature: Feature, gate: Gate): readonly Unit[] {
  const ahead: Unit[] = []
  let units = gate.units
  for (;;) {
    const view = { ...gate, units }
    const next = progressOf(withGate(feature, view), view)
    const unit = next.kind === 'ready' ? units.find(({ id }) => id === next.unit) : undefined
    if (unit === undefined) return ahead
    ahead.push(unit)
    units = units.map((other) => (other === unit ? markDone(other) : other))
  }
}

function markDone(unit: Unit): Unit {
  return { ...unit, status: 'done' }
}

function withGate(feature: Feature, gate: Gate): Feature {
  return { ...feature, gates: feature.gates.map((other) => (other.number === gate.number ? gate : other)) }
}

function isReady(unit: Unit, done: ReadonlySet<string>, gate: Gate): boolean {
  const waiting = ['draft', 'pending', 'ready', 'in_progress', 'in_review'].includes(unit.status)
  return waiting && unit.dependsOn.every((id) => done.has(id)) && closesInOrder(unit, gate)
}

/** A closing unit looks back on the gate: it waits for every unit before it, whether its author wrote the edge or not. */
function closesInOrder(unit: Unit, gate: Gate): boolean {
  if (!isClosingType(unit.type)) return true
  const before = gate.units.slice(0, gate.units.indexOf(unit))
  const others = gate.units.filter((other) => !isClosingType(other.type))
  return [...others, ...before].every(({ status }) => status === 'done' || status === 'abandoned')
}

function whyStuck(unit: Unit, done: ReadonlySet<string>, given: ReadonlySet<string>): string {
  const waits = unit.dependsOn.filter((id) => !done.has(id))
  const abandoned = waits.filter((id) => given.has(id))
  if (waits.length === 0) return `${unit.id} waits for the units before it`
  if (abandoned.length > 0) return `${unit.id} waits for ${abandoned.join(', ')}, which is abandoned`
  return `${unit.id} waits for ${waits.join(', ')}`
}
