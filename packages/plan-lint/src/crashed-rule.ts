import { startOfFile, type Diagnostic } from '@gatecycle/diagnostics'
import type { Rule } from './rule.ts'

/** The finding that stands for a defect of the linter itself: the other rules were still run. */
export function toCrashDiagnostic(rule: Rule, error: unknown, file: string): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error)
  return {
    code: 'PL999',
    name: 'no-crashed-rule',
    severity: 'error',
    message: `rule ${rule.code} ${rule.name} crashed: ${reason}`,
    hint: 'this is a defect of plan-lint, please report it with the plan; every other rule was run',
    file,
    range: startOfFile,
  }
}
