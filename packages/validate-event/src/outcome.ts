import type { Diagnostic, Severity } from '@gatecycle/diagnostics'
import { toDiagnostic, type EventDiagnostic } from './to-diagnostic.ts'
import type { Report } from './finding.ts'
import type { LogSummary } from './log-state.ts'

/** What was found in one log, and what was seen of it. */
export interface LogOutcome extends LogSummary {
  readonly file: string
}

/** Keeps the first findings and counts all, so that a log full of mistakes does not fill the memory. */
export interface Collector {
  readonly reportFor: (file: string) => Report
  readonly diagnostics: () => readonly EventDiagnostic[]
  readonly counts: Readonly<Record<Severity, number>>
}

/** A collector that keeps at most `limit` findings; 0 keeps all. */
export function createCollector(limit: number): Collector {
  const kept: EventDiagnostic[] = []
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0 }
  const reportFor = (file: string): Report => {
    return (finding) => {
      counts[finding.severity] += 1
      if (limit === 0 || kept.length < limit) kept.push(toDiagnostic(file, finding))
    }
  }
  return { reportFor, diagnostics: () => kept.toSorted(byPlace), counts }
}

/** In one log by line and column; logs stay in the order they were given. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return 0
  const { start: first } = a.range
  const { start: second } = b.range
  return first.line - second.line || first.column - second.column
}
