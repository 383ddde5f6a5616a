import type { RunEvent } from '../../machine/run-state.ts'
import { describeArmState } from '../../policy/arm-state.ts'
import { planRun } from '../../policy/run-plan.ts'
import { currentPlan } from '../current-plan.ts'
import type { World } from '../world.ts'

/** Which gate is current, and whether a human armed exactly its content. Only committed lines of the log count. */
export async function checkArm(world: World): Promise<RunEvent> {
  const { plan, feature } = await currentPlan(world)
  const planned = planRun(plan, feature, world.readLog(plan.log).events)
  if (planned.kind === 'no-gate-left') return { type: 'no-gate-left' }
  const { number, terminal } = planned.gate
  if (planned.kind === 'waiting') return { type: 'gate-waiting', gate: { number, terminal } }
  if (planned.arm.kind === 'armed') return { type: 'gate-armed', gate: { number, terminal } }
  return { type: 'gate-not-armed', gate: number, reason: describeArmState(planned.arm, number) }
}
