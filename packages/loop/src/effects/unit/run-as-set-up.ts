import { isHarmless } from '../../policy/judge-answers.ts'
import { oracleSettingsOf } from '../../policy/oracle-settings.ts'
import type { VerificationStep } from '../../policy/verification-plan.ts'
import { setUpFor } from '../set-up.ts'
import type { UnitSubject, World } from '../world.ts'
import { runOnTreeTwice, type TreeOrder, type TreeRun } from './run-on-tree.ts'
import { setUpAnew } from './run-where-set-up.ts'

/** With a candidate, its manifests are not those of the tree: `setup` runs for the tree before, and for the candidate afterwards. */
export interface AsSetUpOrder extends TreeOrder {
  readonly candidate: string | undefined
}

/** Steps on a tree with what the tree says is installed; or that `setup` does not pass for it. */
export async function runAsSetUp(
  steps: readonly VerificationStep[],
  { candidate, ...order }: AsSetUpOrder,
  subject: UnitSubject,
  world: World,
): Promise<TreeRun | { readonly kind: 'not-set-up' }> {
  // A clean room is set up for each tree.
  if (candidate === undefined || oracleSettingsOf(subject.plan.settings).cleanRoom)
    return runOnTreeTwice(steps, order, subject, world)
  const answer = await setUpAnew(order, subject, world)
  if (answer === undefined) return { kind: 'interrupted' }
  if (answer !== 'passed') return { kind: 'not-set-up' }
  const run = await runOnTreeTwice(steps, order, subject, world)
  if (run.kind !== 'answered' || !run.results.every(isHarmless)) return run
  const back = await setUpAnew({ attempt: order.attempt, tree: candidate }, subject, world)
  if (back === undefined) return { kind: 'interrupted' }
  if (back === 'passed') (await setUpFor(candidate, subject.plan, world)).note('whole')
  return run
}
