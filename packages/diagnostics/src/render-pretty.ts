import { createColors, type Colors } from './colors.ts'
import type { Diagnostic, Range, Severity } from './diagnostic.ts'

export interface PrettyOptions {
  readonly color: boolean
  /** The text of a file by its shown path; without it the source line is left out. */
  readonly sourceOf: (file: string) => string | undefined
}

/** Findings for a person: place, message, the source line with a caret below it, and the hint. Ends with a newline unless empty. */
export function renderPretty(diagnostics: readonly Diagnostic[], options: PrettyOptions): string {
  const colors = createColors(options.color)
  return diagnostics.map((diagnostic) => renderOne(diagnostic, options, colors)).join('\n')
}

function renderOne(diagnostic: Diagnostic, options: PrettyOptions, colors: Colors): string {
  const { file, range, severity, code, name, message, hint } = diagnostic
  const place = colors.bold(`${file}:${range.start.line}:${range.start.column}`)
  const lines = [
    `${place} ${paint(severity, colors)} ${colors.bold(code)} ${message} ${colors.dim(`(${name})`)}`,
  ]
  lines.push(...excerpt(options.sourceOf(file), range, colors))
  for (const { file: otherFile, range: other, message: why } of diagnostic.related ?? []) {
    lines.push(colors.dim(`    ${otherFile}:${other.start.line}:${other.start.column} ${why}`))
  }
  if (hint !== undefined) lines.push(`    ${colors.cyan('hint:')} ${hint}`)
  return `${lines.join('\n')}\n`
}

function paint(severity: Severity, colors: Colors): string {
  if (severity === 'error') return colors.red(severity)
  return severity === 'warning' ? colors.yellow(severity) : colors.blue(severity)
}

function excerpt(source: string | undefined, { start, end }: Range, colors: Colors): string[] {
  const line = source?.split(/\r?\n/u)[start.line - 1]
  if (line === undefined || line.trim() === '' || line.length > 400) return []
  const gutter = String(start.line).padStart(5)
  const width = end.line === start.line ? Math.max(1, end.column - start.column) : 1
  const indent = line.slice(0, start.column - 1).replaceAll(/[^\t]/gu, ' ')
  return [
    colors.dim(`${gutter} | `) + line,
    colors.dim('      | ') +
      indent +
      colors.red('^'.repeat(Math.min(width, Math.max(1, line.length - start.column + 1)))),
  ]
}
