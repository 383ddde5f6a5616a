import { composeTree } from '../../adapters/objects/compose-tree.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { isHarmless } from '../../policy/judge-answers.ts'
import { verificationStepsOf } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { runOnTreeTwice } from './run-on-tree.ts'
import { surfaceOf, toOldVersions } from './surface-of.ts'

/** The candidate once more, under the oracle surface as the unit's base has it: what was loosened shows here. */
export async function checkOldOracle(
  { tree, attempt, files: changed }: Extract<UnitState, { at: 'checking-old-oracle' }>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { unit, plan, base } = subject
  const findings = (await surfaceOf(tree, subject, world)).filter(({ tier }) => tier === 'configuration')
  const files = findings.map(({ path }) => path).join(', ')
  const old = await composeTree(world.git, { tree, edits: toOldVersions(findings, base) })
  const steps = verificationStepsOf(unit, plan.verification, plan.path).filter(
    ({ run }) => run.kind === 'command',
  )
  const doing = `verifying under the old ${files}:`
  const order = { attempt, tree: old, doing, outputPrefix: 'verify-old', changed }
  const run = await runOnTreeTwice(steps, order, subject, world)
  await world.worktree.putTo(base, tree)
  if (run.kind === 'interrupted') return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  if (run.kind === 'mutated') {
    const summary = `verification under the old version of ${files} changed ${run.files.join(', ')}`
    return { type: 'old-oracle-refused', outcome: 'verification_mutated_tree', summary, evidence: '' }
  }
  if (run.results.every(isHarmless)) return { type: 'old-oracle-passed' }
  const { summary, evidence } = describeFailures(run.results)
  return {
    type: 'old-oracle-refused',
    outcome: 'oracle_surface_failed',
    summary: `passes only under the changed version of ${files}; under the old version ${summary}`,
    evidence,
  }
}
