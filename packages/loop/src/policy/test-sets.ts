import type { CommandResult } from './command-result.ts'
import { normaliseLine } from './normalise-output.ts'
import type { MixedSummaries, TestCase } from './test-readers/test-reading.ts'

/** The tests that one command ran on one tree. */
export interface TestSet {
  /** `set/name` of the command. */
  readonly entry: string
  readonly executed: number
  readonly skipped: number
  /** By name, where the runner names all of them. */
  readonly cases?: readonly TestCase[]
  readonly mixed?: MixedSummaries
}

/** The tests of commands whose output can be read. Names that differ from run to run, by a port or a folder, are one name. */
export function testSetsOf(results: readonly CommandResult[]): readonly TestSet[] {
  return results.flatMap(({ set, name, tests }) => {
    if (tests === undefined) return []
    const { executed, skipped, cases, mixed } = tests
    const named = cases?.map(({ id, outcome }) => ({ id: normaliseLine(id), outcome }))
    const more = {
      ...(named === undefined ? {} : { cases: named }),
      ...(mixed === undefined ? {} : { mixed }),
    }
    return [{ entry: `${set}/${name}`, executed, skipped, ...more }]
  })
}

/** What is known of a tree when only some commands ran on it: the others looked at nothing that changed. */
export function mergeTestSets(before: readonly TestSet[], after: readonly TestSet[]): readonly TestSet[] {
  const fresh = new Set(after.map(({ entry }) => entry))
  return [...before.filter(({ entry }) => !fresh.has(entry)), ...after]
}
