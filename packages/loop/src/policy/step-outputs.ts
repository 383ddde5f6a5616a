import type { GlobMatcher } from './judge-changes.ts'
import { configurationGlobs, dependencyGlobs, testGlobs } from './surface/surface-globs.ts'
import { partlyGuardedGlobs } from './surface/surface-parts.ts'
import type { VerificationStep } from './verification-plan.ts'

/** What steps may write: globs that their entries declare, and paths that they wrote on the tree before any work. */
export interface StepOutputs {
  readonly declared: readonly string[]
  readonly learned: readonly string[]
}

/** The globs that entries declare as theirs to write. */
export function declaredOutputs(steps: readonly VerificationStep[]): readonly string[] {
  return steps.flatMap(({ run }) => (run.kind === 'command' ? (run.entry.outputs ?? []) : []))
}

/** What may be learned of the paths that a baseline wrote: no test, no yardstick, no state file is ever an output. Pure. */
export function learnableOutputs(
  paths: readonly string[],
  stateRoot: string,
  matches: GlobMatcher,
): readonly string[] {
  return paths.filter(
    (path) =>
      !path.startsWith(`${stateRoot}/`) &&
      !matches(path, testGlobs) &&
      !matches(path, [...configurationGlobs, ...partlyGuardedGlobs]) &&
      !matches(path, dependencyGlobs),
  )
}

/** The paths that steps had no leave to write. Pure. */
export function writtenWithoutLeave(
  paths: readonly string[],
  { declared, learned }: StepOutputs,
  stateRoot: string,
  matches: GlobMatcher,
): readonly string[] {
  const isOutput = (path: string): boolean =>
    !path.startsWith(`${stateRoot}/`) &&
    (learned.includes(path) || (declared.length > 0 && matches(path, declared)))
  return paths.filter((path) => !isOutput(path))
}
