import type { SealedEvent } from '@gatecycle/event-schema'
import {
  currentGateOf,
  gateContentOf,
  type Feature,
  type Gate,
  type GateContent,
  type Unit,
} from '@gatecycle/plan-model'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { armedConfigOf } from '../config/armed-config.ts'
import { armStateOf, type ArmState } from './arm-state.ts'
import { unitsAhead } from './progress-of.ts'
import { oracleSettingsOf } from './oracle-settings.ts'
import { verificationSettingsOf } from './verification-settings.ts'
import { worktreeNeedsOf } from './worktree-needs.ts'
import { redStepOf, setsOf, verificationStepsOf, type VerificationStep } from './verification-plan.ts'

export interface PlannedUnit {
  readonly unit: Unit
  readonly agent: string | undefined
  readonly steps: readonly VerificationStep[]
  readonly scope: readonly string[]
  /** What else decides about it, each in a few words. */
  readonly conditions: readonly string[]
}

/** What a run of the current gate would do: the same answer for `run`, `--dry-run`, `arm` and `status`. */
export type RunPlan =
  | { readonly kind: 'no-gate-left' }
  | { readonly kind: 'waiting'; readonly gate: Gate }
  | {
      readonly kind: 'gate'
      readonly gate: Gate
      readonly content: GateContent
      readonly arm: ArmState
      readonly ahead: readonly PlannedUnit[]
      readonly blocked: readonly string[]
    }

/** Plans the current gate of a feature. Pure. */
export function planRun(plan: LoadedPlan, feature: Feature, log: readonly SealedEvent[]): RunPlan {
  const gate = currentGateOf(feature)
  if (gate === undefined || feature.status === 'done' || feature.status === 'abandoned')
    return { kind: 'no-gate-left' }
  if (gate.status === 'awaiting_review') return { kind: 'waiting', gate }
  const content = contentOf(plan, feature, gate)
  return {
    kind: 'gate',
    gate,
    content,
    arm: armStateOf(log, gate.number, content),
    ahead: unitsAhead(feature, gate).map((unit) => toPlannedUnit(unit, plan, feature)),
    blocked: gate.units.filter(({ status }) => status === 'blocked_human').map(({ id }) => id),
  }
}

/** The content that an arm of this gate is bound to. */
export function contentOf(plan: LoadedPlan, feature: Feature, gate: Gate): GateContent {
  const used = new Set(gate.units.flatMap((unit) => [...setsOf(unit), ...unit.prep, ...unit.oracles]))
  const sets = new Map([...plan.verification.sets].filter(([name]) => used.has(name)))
  const agents = gate.units.map(({ agent }) => agent)
  const settings = {
    ...armedConfigOf(plan.config, agents),
    'verification.yml setup': worktreeNeedsOf(plan.settings),
    'verification.yml oracle': oracleSettingsOf(plan.settings),
    'verification.yml answers': verificationSettingsOf(plan.settings),
  }
  return gateContentOf(feature, gate, { sets, rules: plan.rules, settings })
}

function toPlannedUnit(unit: Unit, plan: LoadedPlan, feature: Feature): PlannedUnit {
  return {
    unit,
    agent: unit.agent ?? plan.config.agent,
    steps: verificationStepsOf(unit, plan.verification, plan.path),
    scope: unit.scope.length > 0 ? unit.scope : feature.scope,
    conditions: conditionsOf(unit, plan),
  }
}

function conditionsOf(unit: Unit, plan: LoadedPlan): readonly string[] {
  const red = redStepOf(unit, plan.path)
  return [
    ...(unit.prep.length === 0 ? [] : [`starts only when ${unit.prep.join(', ')} passes`]),
    ...(unit.oracles.length === 0 ? [] : [`is shown what ${unit.oracles.join(', ')} says`]),
    ...(red === undefined ? [] : [`must fail without the work and pass with it: ${red.shown}`]),
    ...(unit.iteratesOnFailure ? ['goes on from its best attempt, by FINDINGS: n'] : []),
    ...(unit.changesOracle ? ['is to change what verification looks at'] : []),
    ...(oracleSettingsOf(plan.settings).cleanRoom ? ['is verified in a clean room'] : []),
  ]
}
