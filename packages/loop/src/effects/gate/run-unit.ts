import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { drive } from '../../drive.ts'
import type { UnitOutcome } from '../../machine/unit-attempt.ts'
import { type FinishedUnit, startOfUnit, type UnitState } from '../../machine/unit-state.ts'
import { unitEffectOf, unitTransition } from '../../machine/unit-table.ts'
import { resumeUnit, type UnitStart } from '../../policy/resume-unit.ts'
import { armStateOf } from '../../policy/arm-state.ts'
import { contentOf } from '../../policy/run-plan.ts'
import { currentPlan } from '../current-plan.ts'
import { maxAttemptsOf } from '../unit/attempt-files.ts'
import { performUnit } from '../unit/perform-unit.ts'
import type { UnitSubject, World } from '../world.ts'

/** Takes one unit through its machine, from its start or from where a dead driver left it. */
export async function runUnit(unitId: string, gateNumber: number, world: World): Promise<UnitOutcome> {
  const subject = await subjectOf(unitId, gateNumber, world)
  const policy = { maxAttempts: maxAttemptsOf(subject) }
  const start = await beginOrResume(subject, policy.maxAttempts, world)
  const end = await drive({
    machine: 'unit',
    start,
    effectOf: unitEffectOf,
    perform: async (effect) => performUnit(effect, subject, world),
    transition: (state: UnitState, event) => unitTransition(state, event, policy),
    record: async (event) => world.journal.append(event),
  } satisfies Parameters<
    typeof drive<
      UnitState,
      FinishedUnit,
      Parameters<typeof unitTransition>[1],
      ReturnType<typeof unitEffectOf>
    >
  >[0])
  if (end.outcome.kind === 'committed' || end.outcome.kind === 'blocked') await world.journal.clear()
  return end.outcome
}

async function subjectOf(unitId: string, gateNumber: number, world: World): Promise<UnitSubject> {
  const { plan, feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === gateNumber)
  const unit = gate?.units.find(({ id }) => id === unitId)
  if (gate === undefined || unit === undefined)
    throw new Error(`the plan has no unit ${unitId} in gate ${gateNumber}`)
  const content = contentOf(plan, feature, gate)
  // As in `check-arm`: lines that wait may tell of a history that a person took back.
  const arm = armStateOf(world.readLog(plan.log).events, gate.number, content)
  if (arm.kind !== 'armed') {
    throw new AppError('GATE_NOT_ARMED', `gate ${gate.number} is no longer armed for this content`, {
      hint: 'loop arm shows what it is now',
      exitCode: exitCodes.notArmed,
    })
  }
  return { plan, feature, gate, unit, base: plan.commit, armId: arm.armId, planDigest: arm.digest }
}

/** The journal says first what is about to be done. A unit that a dead driver had in flight goes on from its own journal. */
async function beginOrResume(
  { unit, gate, base }: UnitSubject,
  maxAttempts: number,
  world: World,
): Promise<UnitState> {
  const found = await world.journal.read()
  if (found !== undefined && found.intent.unit === unit.id && found.intent.base !== undefined) {
    // Written by `begin` below.
    const start = found.start as UnitStart
    const facts = { base: found.intent.base, runRef: base, statusAtRunRef: unit.status, isSameArm: true }
    const resumption = resumeUnit(start, found.events, facts)
    if ('state' in resumption) return begin(resumption.state)
  }
  return begin(startOfUnit())

  async function begin(state: UnitState): Promise<UnitState> {
    const intent = { unit: unit.id, gate: gate.number, base, runId: world.runId, runMark: world.mark.token }
    await world.journal.begin(intent, { state, maxAttempts } satisfies UnitStart)
    return state
  }
}
