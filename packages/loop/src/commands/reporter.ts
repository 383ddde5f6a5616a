import { createColors, wantsColor, type Io } from '@gatecycle/diagnostics'
import type { Report } from '../ports.ts'

/** Progress goes to stderr, one line at a time. */
export function reporter(io: Io): Report {
  const colors = createColors(wantsColor(io.env, io.isTerminal.stderr))
  return (line) => io.stderr(`${colors.dim('loop')} ${line}\n`)
}
