import type { Range } from '@gatecycle/diagnostics'
import { isAsked, unsupportedUnitKeys, type FeatureFolder } from '@gatecycle/plan-model'
import { viewGates, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const noUnsupportedDemand: Rule = {
  code: 'PL304',
  name: 'no-unsupported-demand',
  severity: 'warning',
  summary: 'The plan asks for nothing that this version of the driver does not do yet.',
  judges: 'open-features',

  *check(folder) {
    yield* checkUnits(folder)
  },
}

function* checkUnits(folder: FeatureFolder): Iterable<Finding> {
  for (const { status, units, label } of viewGates(folder)) {
    if (status === 'passed') continue
    for (const { file, range, key } of units.flatMap(demandsOf)) {
      yield {
        file,
        range,
        message: `the driver of this version does not do \`${key}\` yet, and refuses ${label} because of it`,
        hint,
      }
    }
  }
}

function demandsOf({
  file,
  mapping,
  status,
}: UnitView): readonly { file: string; range: Range; key: string }[] {
  if (file === undefined || mapping === undefined || status === 'done' || status === 'abandoned') return []
  return mapping.entries
    .filter(({ key, value }) => isIn(unsupportedUnitKeys, key) && isAsked(value))
    .map(({ key, keyRange }) => ({ file: file.name, range: keyRange, key }))
}

const hint =
  'take it out, or wait for a version that does it: a check that is declared and not run reads as passed'

function isIn(keys: readonly string[], key: string): boolean {
  return keys.includes(key)
}
