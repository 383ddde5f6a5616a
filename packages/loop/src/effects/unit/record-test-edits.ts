import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import { readTexts } from '../../adapters/objects/repository.ts'
import { testGlobs } from '../../policy/surface/surface-globs.ts'
import { weakenedTests } from '../../policy/test-edits.ts'
import type { UnitSubject, World } from '../world.ts'

/** Writes down what a candidate takes away from the texts of tests, for the person who reviews it. */
export async function recordTestEdits(
  {
    tree,
    attempt,
    files,
  }: { readonly tree: string; readonly attempt: number; readonly files: readonly string[] },
  { unit, base }: UnitSubject,
  world: World,
): Promise<void> {
  const paths = files.filter((path) => matchesGlob(path, testGlobs))
  if (paths.length === 0) return
  const before = await readTexts(world.git, base, paths)
  const after = await readTexts(world.git, tree, paths)
  const weakened = weakenedTests(
    paths.map((path) => ({ path, before: before.get(path), after: after.get(path) })),
  )
  if (weakened.length === 0) return
  const payload = { attempt, tree, files: weakened.map(({ path, what }) => ({ path, what: [...what] })) }
  const log = await world.log()
  await log.append({ correlation_id: unit.id, event_type: 'tests_weakened', payload })
}
