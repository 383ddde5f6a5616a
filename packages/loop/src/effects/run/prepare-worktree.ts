import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { VerificationEntry } from '@gatecycle/plan-model'
import type { LoadedPlan } from '../../adapters/plan/plan-reader.ts'
import { ownIdentity } from '../../adapters/state/process-identity.ts'
import { endAll } from '../../adapters/system/end-all.ts'
import { shareIgnored } from '../../adapters/worktree/share-ignored.ts'
import { runVerificationCommand } from '../../adapters/verification/verification-runner.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { RunEvent } from '../../machine/run-state.ts'
import { trimText } from '../../policy/trim-text.ts'
import { worktreeNeedsOf } from '../../policy/worktree-needs.ts'
import { currentPlan } from '../current-plan.ts'
import { setUpFor } from '../set-up.ts'
import type { World } from '../world.ts'
import { warmUp } from './warm-up.ts'

/** The run worktree, whole, at the run ref, with what the repository says a fresh one lacks. */
export async function prepareWorktree(gate: number, world: World): Promise<RunEvent | Interrupted> {
  const { plan } = await currentPlan(world)
  await endAll([world.worktree.prepare(plan.commit), warmUp(world)])
  // What lies in a checkout is there: it lacks nothing, and belongs to the operator.
  const needs = worktreeNeedsOf(world.worktree.isolation === 'in_place' ? undefined : plan.settings)
  await world.worktree.keepOut(shareIgnored(world.git.directory, world.worktree.path, needs))
  const ready = await setUp(plan, world)
  if (!ready) return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  const log = await world.log()
  const { host, pid } = ownIdentity()
  const payload = { run_id: world.runId, gate, base: plan.commit, host, pid }
  await log.append({ correlation_id: world.featureId, event_type: 'run_started', payload })
  return { type: 'worktree-ready' }
}

/** Runs `setup` once for each content of the files that it depends on. False when a signal came. */
async function setUp(plan: LoadedPlan, world: World): Promise<boolean> {
  const { entries, isDone, note } = await setUpFor(plan.commit, plan, world)
  if (isDone) return true
  for (const entry of entries) {
    if (!(await runSetup(entry, plan, world))) return false
  }
  await world.worktree.putTo(plan.commit)
  note('whole')
  return true
}

async function runSetup(entry: VerificationEntry, { config }: LoadedPlan, world: World): Promise<boolean> {
  world.report(`setup: ${entry.name}`)
  const result = await runVerificationCommand({
    set: 'setup',
    entry,
    directory: world.worktree.path,
    env: world.env,
    pass: config.env.pass,
    drop: config.env.drop,
    mark: world.mark,
    signal: world.stopping.signal,
    containment: await world.containment(config),
  })
  if (result.interrupted) return false
  if (result.answer === 'passed') return true
  throw new AppError(
    'SETUP_FAILED',
    `setup "${entry.name}" ${result.answer.replaceAll('_', ' ')} in the run worktree`,
    {
      hint: trimText(result.output, 2000, 20) || 'it printed nothing; run it by hand in the run worktree',
      exitCode: exitCodes.environment,
    },
  )
}
