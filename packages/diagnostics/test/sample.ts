import type { Diagnostic, Range } from '../src/index.ts'

export const at = (line: number, column: number, width = 1): Range => ({
  start: { line, column },
  end: { line, column: column + width },
})

/** A finding with the given parts changed. */
export const diagnostic = (parts: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'PL101',
  name: 'no-unknown-dependency',
  severity: 'error',
  message: 'unit "T02" depends on "T09"',
  file: 'plans/PLAN.md',
  range: at(2, 7, 3),
  ...parts,
})
