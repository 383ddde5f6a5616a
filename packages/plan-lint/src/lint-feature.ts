import { compareDiagnostics, type Diagnostic } from '@gatecycle/diagnostics'
import type { FeatureFolder } from '@gatecycle/plan-model'
import { toCrashDiagnostic } from './crashed-rule.ts'
import type { LintContext } from './lint-context.ts'
import { isFinished } from './plan-view.ts'
import type { Finding, Rule } from './rule.ts'
import { rules as allRules } from './rules/index.ts'

/** The whole linter as one pure function: a feature folder in, diagnostics in reading order out. Never throws. */
export function lintFeature(
  folder: FeatureFolder,
  context: LintContext = {},
  rules: readonly Rule[] = allRules,
): readonly Diagnostic[] {
  const finished = isFinished(folder)
  return rules
    .filter(({ judges }) => judges === 'every-feature' || !finished)
    .flatMap((rule) => runRule(rule, folder, context))
    .toSorted(compareDiagnostics)
}

/** A rule that crashes keeps what it has found; the crash is one more finding. */
function runRule(rule: Rule, folder: FeatureFolder, context: LintContext): readonly Diagnostic[] {
  const pathOf = context.pathOf ?? ((name) => name)
  const diagnostics: Diagnostic[] = []
  try {
    for (const finding of rule.check(folder, context)) diagnostics.push(toDiagnostic(rule, finding, pathOf))
  } catch (error) {
    diagnostics.push(toCrashDiagnostic(rule, error, pathOf('PLAN.md')))
  }
  return diagnostics
}

function toDiagnostic(
  { code, name, severity }: Rule,
  finding: Finding,
  pathOf: (name: string) => string,
): Diagnostic {
  const diagnostic = { code, name, severity, ...finding, file: pathOf(finding.file) }
  if (finding.related === undefined) return diagnostic
  return {
    ...diagnostic,
    related: finding.related.map((place) => ({ ...place, file: pathOf(place.file) })),
  }
}
