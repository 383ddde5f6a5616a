import { drive } from '../../drive.ts'
import type { Effect } from '../../machine/table.ts'
import type { FinishedGate, GateEvent, GateOutcome, GateState } from '../../machine/gate-state.ts'
import { gateEffectOf, gateTransition } from '../../machine/gate-table.ts'
import { progressIn } from '../../policy/progress-of.ts'
import { currentPlan } from '../current-plan.ts'
import type { World } from '../world.ts'
import { closeGate } from './close-gate.ts'
import { heedRequests } from './heed-requests.ts'
import { runUnit } from './run-unit.ts'

/** Takes an armed gate as far as it goes: unit by unit, then its close. */
export async function runGate(gate: number, world: World): Promise<GateOutcome> {
  const end = await drive<GateState, FinishedGate, GateEvent, Effect<GateState>>({
    machine: 'gate',
    start: { at: 'heeding-requests', after: undefined },
    effectOf: gateEffectOf,
    perform: async (effect) => perform(effect, gate, world),
    transition: gateTransition,
    // The gate's memory is the run ref: which units are done is read from its commits.
    record: async () => undefined,
  })
  return end.outcome
}

async function perform({ state }: Effect<GateState>, gate: number, world: World): Promise<GateEvent> {
  if (state.at === 'heeding-requests') return heedRequests(world)
  if (state.at === 'closing-gate') return closeGate(gate, world)
  if (state.at === 'running-unit')
    return { type: 'unit-finished', outcome: await runUnit(state.unit, gate, world) }
  const { feature } = await currentPlan(world)
  const current = feature.gates.find(({ number }) => number === gate)
  if (current === undefined) throw new Error(`the plan has no gate ${gate}`)
  return { type: 'progress-read', progress: progressIn(feature, current, world.onlyUnit) }
}
