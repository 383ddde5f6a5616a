import type { Range } from '@gatecycle/diagnostics'
import { isAsked, unsupportedSettings, unsupportedUnitKeys, type FeatureFolder } from '@gatecycle/plan-model'
import { verificationName, type LintContext } from '../lint-context.ts'
import { viewGates, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const noUnsupportedDemand: Rule = {
  code: 'PL304',
  name: 'no-unsupported-demand',
  severity: 'warning',
  summary: 'The plan asks for nothing that this version of the driver does not do yet.',
  judges: 'open-features',

  *check(folder, context) {
    yield* checkUnits(folder)
    yield* checkSettings(context)
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

function* checkSettings({ verification }: LintContext): Iterable<Finding> {
  if (verification === undefined || verification === 'missing') return
  for (const { key, keyRange, value } of verification.settings ?? []) {
    if (!isIn(unsupportedSettings, key) || !isAsked(value)) continue
    yield {
      file: verificationName,
      range: keyRange,
      message: `the driver of this version does not do \`${key}\` yet, and refuses every gate because of it`,
      hint,
    }
  }
}

const hint =
  'take it out, or wait for a version that does it: a check that is declared and not run reads as passed'

function isIn(keys: readonly string[], key: string): boolean {
  return keys.includes(key)
}
