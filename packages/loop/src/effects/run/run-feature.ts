import { drive } from '../../drive.ts'
import type { EffectFailed, Interrupted } from '../../machine/failure.ts'
import { mayInterrupt, type Active, type Effect } from '../../machine/table.ts'
import type { FinishedRun, RunEvent, RunState } from '../../machine/run-state.ts'
import { runEffectOf, runTable, runTransition } from '../../machine/run-table.ts'
import { runGate } from '../gate/run-gate.ts'
import { runRefOf, type World } from '../world.ts'
import { checkArm } from './check-arm.ts'
import { checkEnvironment } from './check-environment.ts'
import { loadPlan } from './load-plan.ts'
import { logRunEnd } from './log-run-end.ts'
import { prepareWorktree } from './prepare-worktree.ts'
import { probeCommit } from './probe-commit.ts'
import { probeBaseline } from './probe-baseline.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'

/** A whole run, from the lock to its release. */
export async function runFeature(world: World): Promise<FinishedRun> {
  return drive<RunState, FinishedRun, RunEvent, Effect<RunState>>({
    machine: 'run',
    start: { at: 'acquiring-lock' },
    effectOf: runEffectOf,
    perform: async (effect) => perform(effect, world),
    transition: runTransition,
    // What a run has done is in the journal of its unit, in the log and in the refs; it has no memory of its own.
    record: async () => undefined,
  })
}

type Answer = RunEvent | Interrupted | EffectFailed
type Perform = (world: World, state: Active<RunState>) => Promise<Answer>

/** Needs the gate that the states behind `checking-arm` carry. */
const atGate =
  (work: (gate: number, world: World) => Promise<Answer>): Perform =>
  async (world, state) => {
    if (!('gate' in state)) throw new Error(`state "${state.at}" has no gate`)
    return work(state.gate.number, world)
  }

const performers: { readonly [A in Active<RunState>['at']]: Perform } = {
  'acquiring-lock': acquireLock,
  reconciling: reconcile,
  'loading-plan': loadPlan,
  'checking-arm': checkArm,
  'checking-environment': atGate(checkEnvironment),
  'preparing-worktree': atGate(prepareWorktree),
  'probing-commit': atGate(probeCommit),
  'probing-baseline': atGate(probeBaseline),
  'running-gate': atGate(async (gate, world) => ({
    type: 'gate-finished',
    outcome: await runGate(gate, world),
  })),
  publishing: publishEnd,
  'releasing-lock': async ({ lock }) => {
    await lock.release()
    return { type: 'lock-released' }
  },
}

async function perform({ state }: Effect<RunState>, world: World): Promise<Answer> {
  const reason = world.stopping.reason()
  if (reason !== undefined && mayInterrupt(runTable, state.at)) return { type: 'interrupted', signal: reason }
  return performers[state.at](world, state)
}

async function acquireLock(world: World): Promise<RunEvent> {
  const answer = await world.lock.acquire()
  return answer.ok ? { type: 'lock-acquired' } : { type: 'lock-refused', holder: answer.holder }
}

async function publishEnd(world: World, state: Active<RunState>): Promise<RunEvent> {
  if (state.at === 'publishing') await logRunEnd(state.outcome, world)
  await world.worktree.leave(runRefOf(world))
  return { type: 'published', publication: await publish(world) }
}
