import { editFrontMatter, type Feature, type Gate } from '@gatecycle/plan-model'
import type { RunPlan } from './run-plan.ts'

export type ArmTarget =
  | { readonly kind: 'gate'; readonly gate: Gate }
  | { readonly kind: 'refused'; readonly reason: string }

/** Which gate an arm is for: the current one, or the one after a gate that waits for review. */
export function gateToArm(feature: Feature, planned: RunPlan): ArmTarget {
  if (planned.kind === 'no-gate-left')
    return { kind: 'refused', reason: 'every gate is passed: there is nothing to arm' }
  if (planned.kind === 'waiting' && planned.gate.terminal) {
    return {
      kind: 'refused',
      reason: `gate ${planned.gate.number} is the last one and waits for review; loop accept ends the feature`,
    }
  }
  const index = feature.gates.findIndex(({ number }) => number === planned.gate.number)
  const gate = feature.gates[planned.kind === 'waiting' ? index + 1 : index]
  if (gate === undefined || gate.units.length === 0) {
    return {
      kind: 'refused',
      reason: `gate ${gate?.number ?? planned.gate.number + 1} has no units yet: draft it first`,
    }
  }
  return { kind: 'gate', gate }
}

/** The status changes that arming a gate means: its drafts wait for the driver, the gates before it are passed. */
export function armFlips(
  feature: Feature,
  gate: Gate,
  featurePath: string,
): readonly (readonly [string, string])[] {
  const before = feature.gates
    .slice(0, feature.gates.indexOf(gate))
    .filter(({ status }) => status !== 'passed')
  const drafts = gate.units.filter(({ status }) => status === 'draft')
  return [
    ...before.map(
      ({ fileName, file }) =>
        [`${featurePath}/${fileName}`, editFrontMatter(file.text, { status: 'passed' })] as const,
    ),
    ...drafts.map(
      ({ fileName, file }) =>
        [`${featurePath}/${fileName}`, editFrontMatter(file.text, { status: 'pending' })] as const,
    ),
  ]
}
