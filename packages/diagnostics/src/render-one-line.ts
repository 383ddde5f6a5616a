import type { Diagnostic } from './diagnostic.ts'

/** `file:line:column severity CODE message (name)`: one finding on one line, for logs and examples. */
export function renderOneLine({ file, range, severity, code, message, name }: Diagnostic): string {
  return `${file}:${range.start.line}:${range.start.column} ${severity} ${code} ${message} (${name})`
}
