import type { Rule } from '../rule.ts'
import { noBrokenCommand } from './no-broken-command.ts'
import { noBrokenFrontMatter } from './no-broken-front-matter.ts'
import { noDependencyCycle } from './no-dependency-cycle.ts'
import { noDuplicateGate } from './no-duplicate-gate.ts'
import { noDuplicateUnit } from './no-duplicate-unit.ts'
import { noLaterGateDependency } from './no-later-gate-dependency.ts'
import { noUnknownDependency } from './no-unknown-dependency.ts'
import { noUnknownValue } from './no-unknown-value.ts'
import { noWrongType } from './no-wrong-type.ts'
import { requireClosingShape } from './require-closing-shape.ts'
import { requireGateFile } from './require-gate-file.ts'
import { requireKey } from './require-key.ts'
import { requireOneGraph } from './require-one-graph.ts'
import { requirePlan } from './require-plan.ts'
import { requireQuotedValue } from './require-quoted-value.ts'
import { requireSameId } from './require-same-id.ts'
import { requireSection } from './require-section.ts'
import { requireUnitFile } from './require-unit-file.ts'
import { requireUnitId } from './require-unit-id.ts'
import { requireVerificationSet } from './require-verification-set.ts'

/** Every rule, in the order of its code. */
export const rules: readonly Rule[] = [
  requirePlan,
  noBrokenFrontMatter,
  requireKey,
  noUnknownValue,
  requireQuotedValue,
  noWrongType,
  noUnknownDependency,
  noDependencyCycle,
  noLaterGateDependency,
  requireOneGraph,
  noDuplicateUnit,
  requireUnitFile,
  requireUnitId,
  requireSameId,
  requireClosingShape,
  requireGateFile,
  noDuplicateGate,
  requireSection,
  requireVerificationSet,
  noBrokenCommand,
]
