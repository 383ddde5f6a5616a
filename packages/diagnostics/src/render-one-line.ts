import type { Diagnostic } from './diagnostic.ts'
import { visibleText } from './visible-text.ts'

/** `file:line:column severity CODE message (name)`: one finding on one line, for logs and examples. */
export function renderOneLine({ file, range, severity, code, message, name }: Diagnostic): string {
  const place = `${file}:${range.start.line}:${range.start.column}`
  return visibleText(`${place} ${severity} ${code} ${message} (${name})`)
}
