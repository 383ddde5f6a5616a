import type { Diagnostic, Severity } from './diagnostic.ts'

/** How many findings there are of each severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0 }
  for (const { severity } of diagnostics) counts[severity] += 1
  return counts
}

/** `1 error, 2 warnings`, or `no problems`; information is counted only where there is some. */
export function renderCounts(counts: Readonly<Record<Severity, number>>): string {
  const parts = [plural(counts.error, 'error'), plural(counts.warning, 'warning')]
  if (counts.information > 0) parts.push(`${counts.information} information`)
  const total = counts.error + counts.warning + counts.information
  return total === 0 ? 'no problems' : parts.join(', ')
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
