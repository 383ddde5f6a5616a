import { changedPaths } from '../adapters/objects/repository.ts'
import { hasTestSets, readTestSets } from '../adapters/state/test-set-store.ts'
import type { TestSet } from '../policy/test-sets.ts'
import type { Git } from '../ports.ts'
import type { World } from './world.ts'

export interface TestsBefore {
  /** The tree on which they ran. */
  readonly tree: string
  readonly sets: readonly TestSet[]
}

const farthest = 30

/** What was last learnt in a repository. */
const learnt = new WeakMap<Git, { readonly commit: string; readonly before: TestsBefore | undefined }>()

/**
 * The tests that ran on a commit's tree, or on the one before it where only state files changed since; undefined where none are known. Asked
 * before an agent works, who could write there; asked again, the answer is the same.
 */
export async function testsBefore(commit: string, world: World): Promise<TestsBefore | undefined> {
  const known = learnt.get(world.git)
  if (known?.commit === commit) return known.before
  const before = hasTestSets(world.paths.testSets) ? await findBefore(commit, world) : undefined
  learnt.set(world.git, { commit, before })
  return before
}

async function findBefore(commit: string, world: World): Promise<TestsBefore | undefined> {
  const text = await world.git.text([
    'log',
    '--first-parent',
    `--max-count=${farthest}`,
    '--format=%H %T',
    commit,
  ])
  const history = text.split('\n').map((line) => line.split(' '))
  for (const [index, [, tree = '']] of history.entries()) {
    const sets = readTestSets(world.paths.testSets, tree)
    if (sets !== undefined) return { tree, sets }
    const [, before] = history[index + 1] ?? []
    if (before === undefined) return undefined
    const changes = await changedPaths(world.git, before, tree)
    if (!changes.every(({ path }) => path.startsWith(`${world.place.stateRoot}/`))) return undefined
  }
  return undefined
}
