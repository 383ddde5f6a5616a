import { changedPaths } from '../../adapters/repository.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { toReport, type CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { failureSignatureOf } from '../../policy/failure-signature.ts'
import { setsOf, verificationStepsOf } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { runSteps } from './run-steps.ts'

type Verifying = Extract<UnitState, { at: 'verifying' }>

/** The exit oracle: the armed commands on exactly the candidate tree, and the tree compared before and after. */
export async function runVerification(
  state: Verifying,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { tree, attempt } = state
  const { unit, plan, base } = subject
  if ((await world.worktree.snapshot(tree)) !== tree) await world.worktree.putTo(base, tree)
  const log = await world.log()
  const sets = [...setsOf(unit), ...(unit.verify.length > 0 ? ['unit'] : [])]
  await log.append({
    correlation_id: unit.id,
    event_type: 'verification_started',
    payload: { attempt, tree, sets },
  })
  const steps = verificationStepsOf(unit, plan.verification, plan.path)
  const place = { attempt, doing: 'verifying', directory: world.worktree.path, outputPrefix: 'verify' }
  const results = await runSteps(steps, place, subject, world)
  if (results === undefined) return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  const after = await world.worktree.snapshot(tree)
  if (after !== tree) return mutated(await changedPaths(world.git, tree, after), state, subject, world)
  return decide(results, state, subject, world)
}

async function decide(
  results: readonly CommandResult[],
  { tree, attempt }: Verifying,
  { unit }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const report = toReport(results)
  // A set that ran nothing is not a pass.
  const passed = results.length > 0 && results.every(({ answer }) => answer === 'passed')
  const payload = { attempt, tree, answer: passed ? 'passed' : 'failed', digest: report.digest } as const
  const log = await world.log()
  await log.append({ correlation_id: unit.id, event_type: 'verification_finished', payload })
  if (passed) return { type: 'verification-passed', report }
  if (results.length === 0)
    return {
      type: 'verification-failed',
      summary: 'no verification command was run',
      evidence: '',
      signature: failureSignatureOf(results),
    }
  return {
    type: 'verification-failed',
    ...describeFailures(results),
    signature: failureSignatureOf(results),
  }
}

async function mutated(
  changes: readonly { readonly path: string }[],
  { tree, attempt }: Verifying,
  { unit, base }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const files = changes.map(({ path }) => path)
  world.report(`${unit.id} attempt ${attempt}: verification changed ${files.join(', ')}`)
  await world.worktree.putTo(base, tree)
  return { type: 'tree-mutated', files }
}
