import { plural, type Colors } from '@gatecycle/diagnostics'
import type { Feature } from '@gatecycle/plan-model'
import { describeArmState } from '../policy/arm-state.ts'
import type { PlannedUnit, RunPlan } from '../policy/run-plan.ts'

/** The planned run as a person reads it before arming: gate, arm, units in order with what decides about each. */
export function describeRunPlan(feature: Feature, plan: RunPlan, colors: Colors): string {
  const head = `${colors.bold(feature.id)} ${feature.title}  (branch ${feature.branch})`
  if (plan.kind === 'no-gate-left') return `${head}\nevery gate is passed: nothing to do\n`
  if (plan.kind === 'waiting') return `${head}\ngate ${plan.gate.number} waits for your review\n`
  const { gate, arm, ahead, blocked } = plan
  const planned = ahead.reduce((sum, { unit }) => sum + (unit.plannedCostUsd ?? 0), 0)
  const budget =
    gate.costBudgetUsd === undefined ? 'no budget' : `budget ${gate.costBudgetUsd.toFixed(2)} USD`
  return [
    head,
    `gate ${gate.number}${gate.terminal ? ' (terminal)' : ''}: ${describeArmState(arm, gate.number)}`,
    `planned ${planned.toFixed(2)} USD, ${budget}`,
    '',
    ...ahead.flatMap((unit, index) => describeUnit(unit, index + 1, colors)),
    ...blocked.map((id) => `${colors.red('blocked')} ${id}`),
    `then: gate ${gate.number} waits for review`,
    '',
  ].join('\n')
}

function describeUnit(
  { unit, agent, steps, scope, conditions }: PlannedUnit,
  number: number,
  colors: Colors,
): readonly string[] {
  const waits = unit.dependsOn.length === 0 ? '' : `  after ${unit.dependsOn.map(localOf).join(', ')}`
  return [
    `${String(number).padStart(3)}. ${colors.bold(localOf(unit.id))} ${unit.title}`,
    `     ${unit.type}, agent ${agent ?? 'none configured'}, ${unit.model}, effort ${unit.effort}, up to ${plural(unit.maxAttempts, 'attempt')}${waits}`,
    `     verified by ${steps.map(({ set, name, shown }) => `${set}/${name}: ${shown}`).join('; ') || 'nothing'}`,
    `     may edit ${scope.length === 0 ? 'everything outside the state folder' : scope.join(', ')}${unit.produces.length === 0 ? '' : `; must produce ${unit.produces.join(', ')}`}`,
    ...conditions.map((condition) => `     ${condition}`),
    '',
  ]
}

/** `T02` of `FEAT-2026-0001/T02`. */
export function localOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
