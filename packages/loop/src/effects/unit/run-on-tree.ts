import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import { changedPaths } from '../../adapters/objects/repository.ts'
import type { CommandResult } from '../../policy/command-result.ts'
import { quotePath } from '../../policy/quote-path.ts'
import type { VerificationStep } from '../../policy/verification-plan.ts'
import { declaredOutputs, writtenWithoutLeave } from '../../policy/step-outputs.ts'
import { inRoom, type Room } from '../clean-room.ts'
import { learnedOutputs } from '../learned-outputs.ts'
import type { UnitSubject, World } from '../world.ts'
import { runSteps, type StepRun } from './run-steps.ts'

/** What came of steps on a tree: their answers, or that they were not steps on this tree because they changed it. */
export type TreeRun =
  | { readonly kind: 'answered'; readonly results: readonly CommandResult[] }
  | { readonly kind: 'mutated'; readonly files: readonly string[] }
  | { readonly kind: 'interrupted' }

export type TreeOrder = Omit<StepRun, 'directory' | 'isIntact'> & { readonly tree: string }

/** Runs steps on exactly a tree, and compares the tree before and after; where it differs it is put back. */
export async function runOnTree(
  steps: readonly VerificationStep[],
  order: TreeOrder,
  subject: UnitSubject,
  world: World,
): Promise<TreeRun> {
  const { base, plan } = subject
  const place = { base, tree: order.tree, plan }
  return inRoom(place, world, async (room) => runInRoom(steps, order, subject, { room, world }))
}

async function runInRoom(
  steps: readonly VerificationStep[],
  { tree, ...run }: TreeOrder,
  subject: UnitSubject,
  { room, world }: { readonly room: Room; readonly world: World },
): Promise<TreeRun> {
  const { worktree, setUp } = room
  if (setUp === undefined) return { kind: 'interrupted' }
  if (setUp.length > 0) return { kind: 'answered', results: setUp }
  const written = async (after: string): Promise<readonly string[]> =>
    pathsWithoutLeave(steps, { tree, after }, world)
  const isIntact = async (): Promise<boolean> => (await written(await worktree.snapshot(tree))).length === 0
  const results = await runSteps(steps, { ...run, directory: worktree.path, isIntact }, subject, world)
  if (results === undefined) return { kind: 'interrupted' }
  const after = await worktree.snapshot(tree)
  if (after !== tree) await worktree.putTo(subject.base, tree)
  const files = (await written(after)).map((path) => quotePath(path))
  if (files.length === 0) return { kind: 'answered', results }
  world.report(`${subject.unit.id} attempt ${run.attempt}: ${run.doing} changed ${files.join(', ')}`)
  return { kind: 'mutated', files }
}

/** What differs from the tree beyond what the steps declare as theirs to write, or wrote before any work. */
async function pathsWithoutLeave(
  steps: readonly VerificationStep[],
  { tree, after }: { readonly tree: string; readonly after: string },
  world: World,
): Promise<readonly string[]> {
  if (after === tree) return []
  const paths = (await changedPaths(world.git, tree, after)).map(({ path }) => path)
  const outputs = { declared: declaredOutputs(steps), learned: learnedOutputs(steps, world) }
  return writtenWithoutLeave(paths, outputs, world.place.stateRoot, matchesGlob)
}

/** The same, once more where the steps changed the tree the first time. */
export async function runOnTreeTwice(
  steps: readonly VerificationStep[],
  order: TreeOrder,
  subject: UnitSubject,
  world: World,
): Promise<TreeRun> {
  const first = await runOnTree(steps, order, subject, world)
  return first.kind === 'mutated' ? runOnTree(steps, order, subject, world) : first
}
