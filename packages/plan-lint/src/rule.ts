import type { Range, RelatedPlace, Severity } from '@gatecycle/diagnostics'
import type { FeatureFolder } from '@gatecycle/plan-model'
import type { LintContext } from './lint-context.ts'

/** One problem, before the engine adds the rule's name, code and severity. */
export interface Finding {
  /** The file's name as seen from the feature folder: `PLAN.md`, `../../verification.yml`. */
  readonly file: string
  readonly range: Range
  /** What is wrong here, with the values; lower-case start, no full stop. */
  readonly message: string
  /** What to do now. */
  readonly hint?: string
  /** Only where a case is milder than the rule. */
  readonly severity?: Severity
  readonly related?: readonly RelatedPlace[]
}

export interface Rule {
  /** Permanent, never used for another rule. */
  readonly code: `PL${string}`
  readonly name: `no-${string}` | `require-${string}`
  readonly severity: Severity
  readonly summary: string
  /** History is left alone: most rules do not look at features that are done or abandoned. */
  readonly judges: 'every-feature' | 'open-features'
  check(feature: FeatureFolder, context: LintContext): Iterable<Finding>
}
