import { eventCodes } from '@gatecycle/event-schema'
import type { Diagnostic } from '@gatecycle/diagnostics'
import type { Finding } from './finding.ts'

/** A finding as every renderer knows it, with the JSON pointer besides. */
export interface EventDiagnostic extends Diagnostic {
  readonly pointer: string
}

/** Puts a finding into the form that all renderers take; `file` is how the log is shown. */
export function toDiagnostic(file: string, finding: Finding): EventDiagnostic {
  const { code, severity, message, hint, pointer, line, column, endColumn } = finding
  const range = { start: { line, column }, end: { line, column: endColumn } }
  const { name } = eventCodes[code]
  return { code, name, severity, message, ...(hint === undefined ? {} : { hint }), file, range, pointer }
}
