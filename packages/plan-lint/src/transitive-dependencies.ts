import type { UnitView } from './plan-view.ts'

/** The ids that a unit waits for, directly or through others; cycles and unknown ids do no harm. */
export function transitiveDependencies(units: readonly UnitView[], from: string): ReadonlySet<string> {
  const direct = new Map(units.map(({ id, entry }) => [id, entry.dependsOn.map(({ value }) => value)]))
  const found = new Set<string>()
  const open = [...(direct.get(from) ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(direct.get(id) ?? []))
  }
  return found
}
