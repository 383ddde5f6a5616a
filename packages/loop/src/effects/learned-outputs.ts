import { digestData } from '@gatecycle/plan-model'
import { matchesGlob } from '../adapters/verification/match-glob.ts'
import { readIfThere, replaceDurably } from '../adapters/system/durable-file.ts'
import { changedPaths } from '../adapters/objects/repository.ts'
import type { RunWorktree } from '../adapters/worktree/run-worktree.ts'
import { learnableOutputs } from '../policy/step-outputs.ts'
import type { VerificationStep } from '../policy/verification-plan.ts'
import type { World } from './world.ts'

/** Takes down what the baseline's commands wrote into a tree: nobody had worked on it, so that is how they are. */
export async function learnOutputs(
  steps: readonly VerificationStep[],
  tree: string,
  worktree: RunWorktree,
  world: World,
): Promise<void> {
  const after = await worktree.snapshot(tree)
  const written = after === tree ? [] : (await changedPaths(world.git, tree, after)).map(({ path }) => path)
  const paths = learnableOutputs(written, world.place.stateRoot, matchesGlob)
  const known = Object.fromEntries(steps.map((step) => [keyOf(step), paths]))
  replaceDurably(world.paths.outputs, JSON.stringify(known))
  if (paths.length > 0) world.report(`baseline: writes ${paths.join(', ')}, and may do so later`)
}

/** What exactly these commands wrote when the baseline was probed. */
export function learnedOutputs(steps: readonly VerificationStep[], { paths }: World): readonly string[] {
  try {
    // Written above; anything else is as good as nothing.
    const known = JSON.parse(readIfThere(paths.outputs) ?? '{}') as Readonly<
      Record<string, readonly string[]>
    >
    return [...new Set(steps.flatMap((step) => known[keyOf(step)] ?? []))]
  } catch {
    return []
  }
}

function keyOf({ set, run }: VerificationStep): string {
  return digestData({ set, run })
}
