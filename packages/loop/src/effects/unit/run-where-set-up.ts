import { oracleSettingsOf } from '../../policy/oracle-settings.ts'
import type { CommandResult } from '../../policy/command-result.ts'
import { isHarmless } from '../../policy/judge-answers.ts'
import type { VerificationStep } from '../../policy/verification-plan.ts'
import { runEntry } from '../run-entry.ts'
import { setUpFor, type SetUp } from '../set-up.ts'
import type { UnitSubject, World } from '../world.ts'
import { runOnTree, type TreeOrder, type TreeRun } from './run-on-tree.ts'

/**
 * Steps on a tree; where they fail and the tree's lock files are not those that `setup` was run for, `setup` and the steps once more:
 * whoever writes a lock file need not have installed by it.
 */
export async function runWhereSetUp(
  steps: readonly VerificationStep[],
  order: TreeOrder,
  subject: UnitSubject,
  world: World,
): Promise<TreeRun> {
  const first = await runOnTree(steps, order, subject, world)
  if (first.kind !== 'answered' || first.results.every(isHarmless)) return first
  if (oracleSettingsOf(subject.plan.settings).cleanRoom) return first
  const { isDone, note } = await setUpFor(order.tree, subject.plan, world)
  if (isDone) return first
  const answer = await setUpAnew(order, subject, world)
  if (answer === undefined) return { kind: 'interrupted' }
  if (answer !== 'passed') return first
  const again = { ...order, outputPrefix: `${order.outputPrefix}-set-up` }
  const second = await runOnTree(steps, again, subject, world)
  if (second.kind === 'answered' && second.results.every(isHarmless)) note('whole')
  return second
}

/** `setup` for a tree that is put into the worktree; undefined when a signal came. It stands as half done, whatever it answers. */
export async function setUpAnew(
  { attempt, tree }: Pick<TreeOrder, 'attempt' | 'tree'>,
  subject: UnitSubject,
  world: World,
): Promise<CommandResult['answer'] | undefined> {
  await world.worktree.putTo(subject.base, tree)
  const { entries, note } = await setUpFor(tree, subject.plan, world)
  // What an attempt installs is taken away with it when it fails.
  note('half')
  const answer = await runAll({ attempt, entries }, subject, world)
  await world.worktree.putTo(subject.base, tree)
  return answer
}

/** Up to the first that does not pass; undefined when a signal came. */
async function runAll(
  { attempt, entries }: { readonly attempt: number; readonly entries: SetUp['entries'] },
  { unit, plan }: UnitSubject,
  world: World,
): Promise<CommandResult['answer'] | undefined> {
  for (const entry of entries) {
    world.report(`${unit.id} attempt ${attempt}: its lock files are others: setup: ${entry.name}`)
    const place = { set: 'setup', entry, directory: world.worktree.path }
    const result = await runEntry(place, plan.config, world)
    if (result.interrupted) return undefined
    if (result.answer !== 'passed') return result.answer
  }
  return 'passed'
}
