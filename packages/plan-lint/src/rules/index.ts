import type { Rule } from '../rule.ts'
import { noAbandonedDependency } from './no-abandoned-dependency.ts'
import { noBrokenCommand } from './no-broken-command.ts'
import { noBrokenFrontMatter } from './no-broken-front-matter.ts'
import { noByteOrderMark } from './no-byte-order-mark.ts'
import { noDependencyCycle } from './no-dependency-cycle.ts'
import { noDuplicateDependency } from './no-duplicate-dependency.ts'
import { noDuplicateFeature } from './no-duplicate-feature.ts'
import { noDuplicateGate } from './no-duplicate-gate.ts'
import { noDuplicateUnit } from './no-duplicate-unit.ts'
import { noForeignUnit } from './no-foreign-unit.ts'
import { noGraphLookalike } from './no-graph-lookalike.ts'
import { noImpossiblePath } from './no-impossible-path.ts'
import { noLaterGateDependency } from './no-later-gate-dependency.ts'
import { noMixedLineEnds } from './no-mixed-line-ends.ts'
import { noNeedlessGate } from './no-needless-gate.ts'
import { noRichYaml } from './no-rich-yaml.ts'
import { noSharedUnitFile } from './no-shared-unit-file.ts'
import { noSkippedGate } from './no-skipped-gate.ts'
import { noUndoneUnit } from './no-undone-unit.ts'
import { noUnknownDependency } from './no-unknown-dependency.ts'
import { noUnknownKey } from './no-unknown-key.ts'
import { noUnknownRepair } from './no-unknown-repair.ts'
import { noUnknownValue } from './no-unknown-value.ts'
import { noUnportableName } from './no-unportable-name.ts'
import { noUnreachableUnit } from './no-unreachable-unit.ts'
import { noUnreferencedFile } from './no-unreferenced-file.ts'
import { noUnsupportedDemand } from './no-unsupported-demand.ts'
import { noWrongType } from './no-wrong-type.ts'
import { requireBranchName } from './require-branch-name.ts'
import { requireClosingDependencies } from './require-closing-dependencies.ts'
import { requireClosingShape } from './require-closing-shape.ts'
import { requireFeatureId } from './require-feature-id.ts'
import { requireFileName } from './require-file-name.ts'
import { requireFolderName } from './require-folder-name.ts'
import { requireGateBudget } from './require-gate-budget.ts'
import { requireGateFile } from './require-gate-file.ts'
import { requireGateOrder } from './require-gate-order.ts'
import { requireHygieneTarget } from './require-hygiene-target.ts'
import { requireKey } from './require-key.ts'
import { requireOneGraph } from './require-one-graph.ts'
import { requirePassedGates } from './require-passed-gates.ts'
import { requirePlan } from './require-plan.ts'
import { requireQuotedValue } from './require-quoted-value.ts'
import { requireReview } from './require-review.ts'
import { requireSameGateNumber } from './require-same-gate-number.ts'
import { requireSameId } from './require-same-id.ts'
import { requireSection } from './require-section.ts'
import { requireUnitFile } from './require-unit-file.ts'
import { requireUnitId } from './require-unit-id.ts'
import { requireUnsandboxedRationale } from './require-unsandboxed-rationale.ts'
import { requireVerdict } from './require-verdict.ts'
import { requireVerificationReference } from './require-verification-reference.ts'
import { requireVerificationSet } from './require-verification-set.ts'

/** Every rule, in the order of its code. */
export const rules: readonly Rule[] = [
  requirePlan,
  noBrokenFrontMatter,
  requireKey,
  noUnknownValue,
  requireQuotedValue,
  noWrongType,
  noUnknownKey,
  requireFeatureId,
  requireFolderName,
  noDuplicateFeature,
  noUnreferencedFile,
  requireFileName,
  noUnportableName,
  noMixedLineEnds,
  noByteOrderMark,
  requireBranchName,
  noRichYaml,
  noUnknownDependency,
  noDependencyCycle,
  noLaterGateDependency,
  requireOneGraph,
  noDuplicateUnit,
  requireUnitFile,
  requireUnitId,
  requireSameId,
  noForeignUnit,
  noSharedUnitFile,
  noAbandonedDependency,
  noDuplicateDependency,
  requireClosingDependencies,
  requireGateOrder,
  requireHygieneTarget,
  noGraphLookalike,
  noUnreachableUnit,
  requireClosingShape,
  requireGateFile,
  noDuplicateGate,
  requireSameGateNumber,
  noUndoneUnit,
  noSkippedGate,
  requireGateBudget,
  noNeedlessGate,
  requireVerdict,
  requireReview,
  requirePassedGates,
  requireSection,
  requireUnsandboxedRationale,
  noImpossiblePath,
  noUnsupportedDemand,
  requireVerificationSet,
  noBrokenCommand,
  requireVerificationReference,
  noUnknownRepair,
]
