import { changedPaths } from '../adapters/objects/repository.ts'
import type { TestSetStore } from '../adapters/state/test-set-store.ts'
import type { TestSet } from '../policy/test-sets.ts'
import type { Git } from '../ports.ts'

export interface TestsBefore {
  /** The tree on which they ran. */
  readonly tree: string
  readonly sets: readonly TestSet[]
}

interface Place {
  readonly git: Git
  readonly stateRoot: string
  readonly testSets: TestSetStore
}

const farthest = 30

/**
 * Reads the tests that ran on a commit's tree, or on the one before it where only state files changed since; undefined where none are known.
 * Asked before an agent works, who could write there; asked again of the same commit, the answer is the same.
 */
export function createTestsBefore(place: Place): (commit: string) => Promise<TestsBefore | undefined> {
  let last: { readonly commit: string; readonly before: TestsBefore | undefined } | undefined
  return async (commit) => {
    if (last?.commit !== commit)
      last = { commit, before: place.testSets.any() ? await findBefore(commit, place) : undefined }
    return last.before
  }
}

async function findBefore(
  commit: string,
  { git, stateRoot, testSets }: Place,
): Promise<TestsBefore | undefined> {
  const text = await git.text(['log', '--first-parent', `--max-count=${farthest}`, '--format=%H %T', commit])
  const history = text.split('\n').map((line) => line.split(' '))
  for (const [index, [, tree = '']] of history.entries()) {
    const sets = testSets.read(tree)
    if (sets !== undefined) return { tree, sets }
    const [, before] = history[index + 1] ?? []
    if (before === undefined) return undefined
    const changes = await changedPaths(git, before, tree)
    if (!changes.every(({ path }) => path.startsWith(`${stateRoot}/`))) return undefined
  }
  return undefined
}
