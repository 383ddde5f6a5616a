import { editFrontMatter } from '@gatecycle/plan-model'
import type { GateEvent } from '../../machine/gate-state.ts'
import { commitBookkeeping } from '../bookkeeping-commit.ts'
import { currentPlan } from '../current-plan.ts'
import type { World } from '../world.ts'

/** The gate waits for its review: its status and the log, in one commit. The arm is spent with it. */
export async function closeGate(gateNumber: number, world: World): Promise<GateEvent> {
  const { plan, feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === gateNumber)
  if (gate === undefined) throw new Error(`the plan has no gate ${gateNumber}`)
  const log = await world.log()
  const told = log.hasPending(
    (event) => event.event_type === 'gate_reached' && event.payload.gate === gateNumber,
  )
  if (!told) {
    const units = gate.units.filter(({ status }) => status === 'done').length
    const payload = { gate: gateNumber, terminal: gate.terminal, units }
    await log.append({ correlation_id: feature.id, event_type: 'gate_reached', payload })
  }
  await commitBookkeeping(world, {
    base: plan.commit,
    subject: `chore(loop): gate ${gateNumber} awaits review`,
    trailers: [
      ['Feature', feature.id],
      ['Gate', String(gateNumber)],
    ],
    files: new Map([
      [`${plan.path}/${gate.fileName}`, editFrontMatter(gate.file.text, { status: 'awaiting_review' })],
    ]),
    featurePath: plan.path,
  })
  return { type: 'gate-closed' }
}
