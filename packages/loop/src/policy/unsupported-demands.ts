import {
  entryOf,
  isAsked,
  mappingOf,
  unsupportedSettings,
  unsupportedUnitKeys,
  type Gate,
  type YamlMapping,
} from '@gatecycle/plan-model'

const notYet = 'which this version does not do yet: take it out, or wait for it'

/**
 * What the plan or verification.yml asks for and this version cannot do, each as one sentence. A run refuses it:
 * a check that is declared and silently not run reads as one that passed.
 */
export function unsupportedDemands(gate: Gate, verification: YamlMapping | undefined): readonly string[] {
  const units = gate.units.flatMap(({ id, file }) =>
    unsupportedUnitKeys
      .filter((key) => isAsked(entryOf(mappingOf(file), key)?.value))
      .map((key) => `${id} declares \`${key}\`, ${notYet}`),
  )
  const settings = unsupportedSettings
    .filter((key) => isAsked(entryOf(verification, key)?.value))
    .map((key) => `verification.yml asks for \`${key}\`, ${notYet}`)
  return [...units, ...settings]
}
