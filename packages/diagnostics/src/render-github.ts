import type { Diagnostic, Severity } from './diagnostic.ts'

/**
 * Workflow commands of GitHub Actions, which show a finding beside its line in a pull request
 * (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
 */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderOne).join('')
}

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
}

function renderOne({ severity, file, range, code, name, message, hint }: Diagnostic): string {
  const { start, end } = range
  const place = {
    file,
    line: start.line,
    endLine: end.line,
    col: start.column,
    // columns of two different lines are not accepted
    ...(end.line === start.line ? { endColumn: end.column } : {}),
    title: `${code} ${name}`,
  }
  const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`
  return `::${commands[severity]} ${properties.join(',')}::${escapeData(text)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
