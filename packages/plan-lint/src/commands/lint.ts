import {
  countBySeverity,
  exitCodes,
  plural,
  wantsColor,
  type Diagnostic,
  type ExitCode,
  type Io,
} from '@gatecycle/diagnostics'
import { findFeatures } from '../adapters/find-features.ts'
import { readTarget } from '../adapters/read-target.ts'
import type { Format } from '../formats.ts'
import { lintSource, type LintInput } from '../lint-source.ts'
import { render } from '../render.ts'

export interface LintOptions {
  readonly format: Format
  readonly quiet: boolean
  readonly staged: boolean
  readonly maxWarnings: number
  readonly root: string | undefined
}

/** Lints what the paths stand for, prints the findings, and says in the exit code whether the plans can be run. */
export async function lintPaths(paths: readonly string[], options: LintOptions, io: Io): Promise<ExitCode> {
  const outcomes = (await readInputs(paths, options, io)).map(lintSource)
  const diagnostics = uniqueOf(outcomes.flatMap((outcome) => outcome.diagnostics))
  const counts = countBySeverity(diagnostics)
  io.stdout(
    render(options.format, {
      diagnostics: options.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics,
      features: outcomes.length,
      color: wantsColor(io.env, io.isTerminal.stdout),
      sourceOf: (file) => outcomes.map(({ sourceOf }) => sourceOf(file)).find((text) => text !== undefined),
    }),
  )
  const tooMany = counts.warning > options.maxWarnings
  if (tooMany) {
    io.stderr(`plan-lint: ${plural(counts.warning, 'warning')}, at most ${options.maxWarnings} allowed\n`)
  }
  return counts.error > 0 || tooMany ? exitCodes.refused : exitCodes.ok
}

async function readInputs(
  paths: readonly string[],
  { staged, root }: LintOptions,
  io: Io,
): Promise<readonly LintInput[]> {
  if (!staged) return findFeatures(paths, { cwd: io.cwd, root }).map((target) => readTarget(target, io.cwd))
  // Only a hook needs to start git.
  const { stagedTargets } = await import('../adapters/staged-targets.ts')
  return stagedTargets(paths, io)
}

/** A problem of the shared verification file is one finding, however many features meet it. */
function uniqueOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()]
}
