import { entryOf, isAsked, mappingOf, unsupportedUnitKeys, type Gate } from '@gatecycle/plan-model'

const notYet = 'which this version does not do yet: take it out, or wait for it'

/**
 * What the plan asks for and this version cannot do, each as one sentence. A run refuses it: a check that is declared and silently
 * not run reads as one that passed.
 */
export function unsupportedDemands(gate: Gate): readonly string[] {
  return gate.units.flatMap(({ id, file }) =>
    unsupportedUnitKeys
      .filter((key) => isAsked(entryOf(mappingOf(file), key)?.value))
      .map((key) => `${id} declares \`${key}\`, ${notYet}`),
  )
}
