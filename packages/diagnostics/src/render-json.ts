import type { Diagnostic } from './diagnostic.ts'

/** The findings as one JSON document: `{"version": 1, "diagnostics": […]}`, two blanks indented, with a final newline. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ version: 1, diagnostics }, undefined, 2)}\n`
}
