import type { GlobMatcher } from '../judge-changes.ts'
import type { CommandResult } from '../command-result.ts'
import { isHarmless } from '../judge-answers.ts'
import { shrinkageOf } from '../test-shrinkage.ts'
import { testSetsOf, type TestSet } from '../test-sets.ts'
import type { SurfaceFinding } from './judge-surface.ts'
import { dependencyGlobs, testGlobs } from './surface-globs.ts'

/** More of the base than its configuration: what the commands of an exchanged configuration need beside it. */
export interface OlderOracle {
  /** For people: what goes back. */
  readonly what: string
  readonly findings: readonly SurfaceFinding[]
  /** Whether `setup` has to run for it, and again for the candidate. */
  readonly needsSetUp: boolean
}

/** A file that the unit changed. */
export interface ChangedFile {
  readonly path: string
  readonly isNew: boolean
}

/**
 * Under what a candidate may show itself when its own tests do not pass under the old configuration: without the new files of tests, where they came
 * together with what runs them; else the tests as they were; and the manifests as well, where a tool was exchanged for another one. What the code
 * under test did, it has to do under each of these. Pure.
 */
export function olderOracles(
  findings: readonly SurfaceFinding[],
  changed: readonly ChangedFile[],
  matches: GlobMatcher,
): readonly OlderOracle[] {
  const configuration = findings.filter(({ tier }) => tier === 'configuration')
  const manifests = findings.filter(({ path }) => matches(path, dependencyGlobs))
  const files = testFilesOf(changed, matches)
  const tests = files.map(toBase)
  const fresh = files.filter(({ isNew }) => isNew).map(toBase)
  const withoutNew = { what: 'files of tests', findings: merge(configuration, fresh), needsSetUp: false }
  const withTests = { what: 'tests', findings: merge(configuration, tests), needsSetUp: false }
  const all = merge(configuration, [...manifests.map(toBase), ...tests])
  const withManifests = { what: 'tests and manifests', findings: all, needsSetUp: true }
  // A manifest that is new is a package of its own, which nothing of the base looks at.
  const isExchange = manifests.length > 0 && manifests.every(({ old }) => old.kind !== 'absent')
  return [
    ...(fresh.length > 0 && fresh.length < tests.length ? [withoutNew] : []),
    ...(tests.length > 0 ? [withTests] : []),
    ...(isExchange ? [withManifests] : []),
  ]
}

/** Those of the changed files that are tests or belong to them. */
export function testFilesOf(changed: readonly ChangedFile[], matches: GlobMatcher): readonly ChangedFile[] {
  return changed.filter(({ path }) => matches(path, testGlobs))
}

function toBase({ path }: { readonly path: string }): SurfaceFinding {
  return { path, tier: 'configuration', old: { kind: 'base' } }
}

function merge(under: readonly SurfaceFinding[], over: readonly SurfaceFinding[]): readonly SurfaceFinding[] {
  const paths = new Set(over.map(({ path }) => path))
  return [...under.filter(({ path }) => !paths.has(path)), ...over]
}

/** What came of the test runs that matter here, each known by its command. */
export interface TestRuns {
  /** The answers under the old configuration, with the candidate's own tests. */
  readonly failed: readonly CommandResult[]
  /** On the tree before the unit, and on the candidate under its own configuration. */
  readonly before: readonly TestSet[]
  readonly now: readonly TestSet[]
  /** Test files that the unit changed. */
  readonly files: readonly string[]
}

/**
 * Whether the candidate's own configuration shows every test that ran before, and every one that the old configuration finds in the candidate: only
 * then the tests as they were can stand for its own, where it is tests that fail. Of a command that counts nothing, as a linter, nobody can say what it no longer
 * looks at.
 */
export function losesNoTests({ failed, before, now, files }: TestRuns): boolean {
  const bad = failed.filter((result) => !isHarmless(result))
  const entries = bad.map(({ set, name }) => `${set}/${name}`)
  const isCounted = (sets: readonly TestSet[], entry: string): boolean =>
    sets.some((one) => one.entry === entry && one.executed > 0)
  const found = testSetsOf(bad).map((one) => withoutFiles(one, files))
  return (
    entries.length > 0 &&
    entries.every((entry) => isCounted(before, entry) && isCounted(now, entry)) &&
    bad.every((result) => failsInTests(result, now)) &&
    [before, found].every((sets) => shrinkageOf(sets, now, new Set(entries)).length === 0)
  )
}

/** Where every test ran and passed, something else was asked, which tests as they were say nothing about. */
function failsInTests({ set, name, tests }: CommandResult, now: readonly TestSet[]): boolean {
  const all = now.find(({ entry }) => entry === `${set}/${name}`)?.executed ?? 0
  return tests === undefined || tests.failed > 0 || tests.executed < all
}

/** A file that could not be read is no test: some runners name it as one. */
function withoutFiles(one: TestSet, files: readonly string[]): TestSet {
  if (one.cases === undefined) return one
  return { ...one, cases: one.cases.filter(({ id }) => !files.some((file) => id.endsWith(file))) }
}
