import { hostname } from 'node:os'
import { drive } from '../../drive.ts'
import type { EffectFailed, Interrupted } from '../../machine/failure.ts'
import { runEffectOf, type RunEffect } from '../../machine/run-effect.ts'
import type { RunEvent } from '../../machine/run-event.ts'
import type { FinishedRun, RunState } from '../../machine/run-state.ts'
import { runTransition } from '../../machine/run-table.ts'
import { runRefCommit } from '../current-plan.ts'
import { runGate } from '../gate/run-gate.ts'
import type { World } from '../world.ts'
import { checkArm } from './check-arm.ts'
import { checkEnvironment } from './check-environment.ts'
import { loadPlan } from './load-plan.ts'
import { logRunEnd } from './log-run-end.ts'
import { prepareWorktree } from './prepare-worktree.ts'
import { probeBaseline } from './probe-baseline.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'

/** A whole run, from the lock to its release. */
export async function runFeature(world: World): Promise<FinishedRun> {
  return drive<RunState, FinishedRun, RunEvent, RunEffect>({
    machine: 'run',
    start: { at: 'acquiring-lock' },
    effectOf: runEffectOf,
    perform: async (effect) => perform(effect, world),
    transition: runTransition,
    // What a run has done is in the journal of its unit, in the log and in the refs; it has no memory of its own.
    record: async () => undefined,
  })
}

async function perform(
  { do: name, state }: RunEffect,
  world: World,
): Promise<RunEvent | Interrupted | EffectFailed> {
  const reason = world.stopping.reason()
  if (reason !== undefined && isInterruptible(name)) return { type: 'interrupted', signal: reason }
  switch (name) {
    case 'acquire-lock':
      return acquireLock(world)
    case 'reconcile':
      return reconcile(world)
    case 'load-plan':
      return loadPlan(world)
    case 'check-arm':
      return checkArm(world)
    case 'publish':
      return publishEnd(state, world)
    case 'release-lock':
      await world.lock.release()
      return { type: 'lock-released' }
    default:
      return performAtGate(name, state, world)
  }
}

function isInterruptible(name: RunEffect['do']): boolean {
  return !['acquire-lock', 'publish', 'release-lock'].includes(name)
}

async function performAtGate(
  name: 'check-environment' | 'prepare-worktree' | 'probe-baseline' | 'run-gate',
  state: RunEffect['state'],
  world: World,
): Promise<RunEvent | Interrupted> {
  if (!('gate' in state)) throw new Error(`${name} needs a gate`)
  const { number } = state.gate
  switch (name) {
    case 'check-environment':
      return checkEnvironment(number, world)
    case 'prepare-worktree':
      return prepareWorktree(number, world)
    case 'probe-baseline':
      return probeBaseline(number, world)
    case 'run-gate':
      return { type: 'gate-finished', outcome: await runGate(number, world) }
  }
}

async function acquireLock(world: World): Promise<RunEvent> {
  const answer = await world.lock.acquire()
  return answer.ok ? { type: 'lock-acquired' } : { type: 'lock-refused', holder: answer.holder }
}

async function publishEnd(state: RunEffect['state'], world: World): Promise<RunEvent> {
  if (state.at === 'publishing') await logRunEnd(state.outcome, world)
  return { type: 'published', publication: await publish(world) }
}
