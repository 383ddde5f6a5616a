import { createColors, type Colors } from './colors.ts'
import type { Diagnostic, Range, Severity } from './diagnostic.ts'
import { visibleText } from './visible-text.ts'

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
  const place = colors.bold(`${visibleText(file)}:${range.start.line}:${range.start.column}`)
  const lines = [
    `${place} ${paint(severity, colors)} ${colors.bold(code)} ${visibleText(message)} ${colors.dim(`(${name})`)}`,
  ]
  lines.push(...excerpt(options.sourceOf(file), range, colors))
  for (const { file: otherFile, range: other, message: why } of diagnostic.related ?? []) {
    lines.push(
      colors.dim(`    ${visibleText(`${otherFile}:${other.start.line}:${other.start.column} ${why}`)}`),
    )
  }
  if (hint !== undefined) lines.push(`    ${colors.cyan('hint:')} ${visibleText(hint)}`)
  return `${lines.join('\n')}\n`
}

function paint(severity: Severity, colors: Colors): string {
  if (severity === 'error') return colors.red(severity)
  return severity === 'warning' ? colors.yellow(severity) : colors.blue(severity)
}

function excerpt(source: string | undefined, { start, end }: Range, colors: Colors): string[] {
  const raw = source?.split(/\r?\n/u)[start.line - 1]
  if (raw === undefined || raw.trim() === '' || raw.length > 400) return []
  const line = visibleText(raw)
  const gutter = String(start.line).padStart(5)
  const before = visibleText(raw.slice(0, start.column - 1))
  const marked = end.line === start.line ? visibleText(raw.slice(start.column - 1, end.column - 1)) : ''
  const indent = before.replaceAll(/[^\t]/gu, ' ')
  return [
    colors.dim(`${gutter} | `) + line,
    colors.dim('      | ') + indent + colors.red('^'.repeat(Math.max(1, marked.length))),
  ]
}
