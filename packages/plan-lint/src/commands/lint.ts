import {
  countBySeverity,
  exitCodes,
  plural,
  renderCounts,
  renderJson,
  renderPretty,
  wantsColor,
  type Diagnostic,
  type ExitCode,
  type Io,
} from '@gatecycle/diagnostics'
import { findFeatures } from '../adapters/find-features.ts'
import { readTarget } from '../adapters/read-target.ts'
import { lintSource, type LintOutcome } from '../lint-source.ts'

export const formats = ['pretty', 'json'] as const

export interface LintOptions {
  readonly format: (typeof formats)[number]
  readonly quiet: boolean
  readonly maxWarnings: number
  readonly root: string | undefined
}

/** Lints what the paths stand for, prints the findings, and says in the exit code whether the plans can be run. */
export function lintPaths(paths: readonly string[], options: LintOptions, io: Io): ExitCode {
  const targets = findFeatures(paths, { cwd: io.cwd, root: options.root })
  const outcomes = targets.map((target) => lintSource(readTarget(target, io.cwd)))
  const diagnostics = uniqueOf(outcomes.flatMap((outcome) => outcome.diagnostics))
  const counts = countBySeverity(diagnostics)
  io.stdout(render(outcomes, diagnostics, options, io))
  const tooMany = counts.warning > options.maxWarnings
  if (tooMany) {
    io.stderr(`plan-lint: ${plural(counts.warning, 'warning')}, at most ${options.maxWarnings} allowed\n`)
  }
  return counts.error > 0 || tooMany ? exitCodes.refused : exitCodes.ok
}

function render(
  outcomes: readonly LintOutcome[],
  all: readonly Diagnostic[],
  { format, quiet }: LintOptions,
  io: Io,
): string {
  const diagnostics = quiet ? all.filter(({ severity }) => severity === 'error') : all
  if (format === 'json') return renderJson(diagnostics)
  const pretty = renderPretty(diagnostics, {
    color: wantsColor(io.env, io.isTerminal.stdout),
    sourceOf: (file) => outcomes.map(({ sourceOf }) => sourceOf(file)).find((text) => text !== undefined),
  })
  const summary = `${plural(outcomes.length, 'feature')}: ${renderCounts(countBySeverity(diagnostics))}\n`
  return pretty === '' ? summary : `${pretty}\n${summary}`
}

/** A problem of the shared verification file is one finding, however many features meet it. */
function uniqueOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()]
}
