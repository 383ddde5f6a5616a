import {
  entryOf,
  mappingOf,
  toPlain,
  type Gate,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'

/** Keys that ask for a check or a treatment which this version does not do. Going on without it would promise more than is true. */
const unitDemands = [
  'red',
  'prep',
  'oracles',
  'repairs',
  'iterate_on_failure',
  'unsandboxed',
  'human_only',
  'budget_usd',
] as const
const settingDemands = ['clean_room'] as const

/**
 * What the plan or verification.yml asks for and this version cannot do, each as one sentence. A run refuses it:
 * a check that is declared and silently not run reads as one that passed.
 */
export function unsupportedDemands(gate: Gate, verification: YamlMapping | undefined): readonly string[] {
  const units = gate.units.flatMap(({ id, file }) =>
    unitDemands
      .filter((key) => isAsked(entryOf(mappingOf(file), key)?.value))
      .map(
        (key) => `${id} declares \`${key}\`, which this version does not do yet: take it out, or wait for it`,
      ),
  )
  const settings = settingDemands
    .filter((key) => isAsked(entryOf(verification, key)?.value))
    .map(
      (key) =>
        `verification.yml asks for \`${key}\`, which this version does not do yet: take it out, or wait for it`,
    )
  return [...units, ...settings]
}

/** `false`, null and an empty list ask for nothing. */
function isAsked(value: YamlValue | undefined): boolean {
  if (value === undefined) return false
  if (value.kind === 'sequence') return value.items.length > 0
  const plain = toPlain(value)
  return plain !== undefined && plain !== false
}
