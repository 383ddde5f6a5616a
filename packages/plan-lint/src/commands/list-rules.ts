import { exitCodes, type ExitCode, type Io } from '@gatecycle/diagnostics'
import { rules } from '../rules/index.ts'

/** Prints every rule on one line, or all of them as one JSON document. */
export function listRules({ json }: { readonly json: boolean }, io: Io): ExitCode {
  io.stdout(json ? asJson() : asTable())
  return exitCodes.ok
}

function asTable(): string {
  const width = Math.max(...rules.map(({ name }) => name.length))
  return rules
    .map(
      ({ code, name, severity, summary }) =>
        `${code} ${name.padEnd(width)} ${severity.padEnd(11)} ${summary}\n`,
    )
    .join('')
}

function asJson(): string {
  const data = rules.map(({ code, name, severity, summary, judges }) => ({
    code,
    name,
    severity,
    summary,
    judges,
  }))
  return `${JSON.stringify({ version: 1, rules: data }, undefined, 2)}\n`
}
