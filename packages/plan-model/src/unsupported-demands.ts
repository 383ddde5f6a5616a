import { toPlain, type YamlValue } from './yaml-value.ts'

/** Keys of a unit that ask for something which the driver of this version does not do, and therefore refuses. */
export const unsupportedUnitKeys = ['unsandboxed', 'budget_usd'] as const

/** Whether a value asks for anything: `false`, null and an empty list do not. */
export function isAsked(value: YamlValue | undefined): boolean {
  if (value === undefined) return false
  if (value.kind === 'sequence') return value.items.length > 0
  const plain = toPlain(value)
  return plain !== undefined && plain !== false
}
