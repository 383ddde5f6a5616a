import type { Diagnostic } from './diagnostic.ts'

/** One finding as JSON on each line, for readers that take them as they come. */
export function renderJsonLines(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${JSON.stringify(diagnostic)}\n`).join('')
}
