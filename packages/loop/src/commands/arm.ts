import { AppError, createColors, exitCodes, renderOneLine, wantsColor } from '@gatecycle/diagnostics'
import { readLog } from '@gatecycle/event-schema'
import type { Feature, Gate } from '@gatecycle/plan-model'
import type { World } from '../effects/world.ts'
import { gateToArm } from '../policy/arm-gate.ts'
import { planRun, type RunPlan } from '../policy/run-plan.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import type { CommandResult } from './command-result.ts'
import { describeRunPlan } from './describe-run-plan.ts'
import { confirm, refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'
import { answerArm, recordArm, type Arming } from './record-arm.ts'
import { readUnarmedPlan, type UnarmedPlan } from './unarmed-plan.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { withLock } from './with-lock.ts'

/** What a command takes that is a person's decision. */
export interface DecisionOptions extends CommonOptions {
  readonly yes: boolean
  readonly reason: string | undefined
}

export interface ArmOptions extends DecisionOptions {
  readonly sign: boolean
}

/** `loop arm`: a person's recorded permission to execute the next gate with exactly this content. */
export async function arm(io: LoopIo, options: ArmOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'arming')
  const world = await openChosenWorld(io, options, 'loop arm')
  return withLock(world, async () => {
    refuseUnsettled(world)
    await bringUpToDate(world)
    const unarmed = await readUnarmedPlan(world)
    const { feature } = unarmed.plan
    if (feature === undefined) return refuse(world, unarmed)
    return armGate(io, options, { world, unarmed, feature })
  })
}

function refuse(world: World, { plan }: UnarmedPlan): CommandResult {
  const findings = plan.diagnostics.map((diagnostic) => `${renderOneLine(diagnostic)}\n`).join('')
  const message = 'the plan has errors, so nothing was armed'
  return {
    command: 'arm',
    exitCode: exitCodes.refused,
    outcome: 'plan-refused',
    message,
    feature: world.featureId,
    next: 'plan-lint',
    text: `${findings}${message}\n`,
  }
}

function refuseUnclear({ unclear }: UnarmedPlan): void {
  if (unclear.length === 0) return
  throw new AppError('EDITS_UNCLEAR', `staged in one version and edited in another: ${unclear.join(', ')}`, {
    hint: 'git add or git restore them, then try again',
    exitCode: exitCodes.treeInTheWay,
  })
}

async function armGate(
  io: LoopIo,
  options: ArmOptions,
  arming: Omit<Arming, 'gate'>,
): Promise<CommandResult> {
  const { world, unarmed, feature } = arming
  const { plan, edits } = unarmed
  refuseUnclear(unarmed)
  const events = readLog(plan.log).events
  const planned = planRun(plan, feature, events)
  const target = gateToArm(feature, planned)
  if (target.kind === 'refused') return answerArm(world, exitCodes.refused, 'refused', target.reason)
  const { gate } = target
  if (isArmed(planned, gate, edits)) {
    const message = `gate ${gate.number} is armed already for exactly this content`
    const told = answerArm(world, exitCodes.ok, 'armed', message)
    return { ...told, gate: gate.number, next: `loop run ${feature.id}` }
  }
  const colors = createColors(wantsColor(io.env, io.isTerminal.stderr))
  io.stderr(describeRunPlan(feature, planRun(plan, withCurrent(feature, gate), events), colors))
  const files = edits.length === 0 ? '' : `, and commit ${edits.map(({ path }) => path).join(', ')}`
  if (!(await confirm(io, `arm gate ${gate.number}${files}?`, options.yes))) {
    return answerArm(world, exitCodes.refused, 'declined', 'nothing was armed')
  }
  return recordArm({ ...arming, gate }, options)
}

/** Armed for exactly this content, and nothing of the operator's waits to be taken up. */
function isArmed(planned: RunPlan, gate: Gate, edits: readonly unknown[]): boolean {
  if (planned.kind !== 'gate' || planned.arm.kind !== 'armed' || edits.length > 0) return false
  return !gate.units.some(({ status }) => status === 'draft')
}

/** The view of the gate that is about to be armed: the one before it counts as passed. */
function withCurrent(feature: Feature, gate: Gate): Feature {
  const index = feature.gates.indexOf(gate)
  return {
    ...feature,
    gates: feature.gates.map((other, at) => (at < index ? { ...other, status: 'passed' } : other)),
  }
}
