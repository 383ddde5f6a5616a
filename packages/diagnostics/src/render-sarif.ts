import type { Diagnostic, Severity } from './diagnostic.ts'

/** The tool that made the findings, as SARIF names it. */
export interface SarifTool {
  readonly name: string
  readonly version: string
  /** Summary of each rule by its code; a rule without one is named only. */
  readonly summaries?: Readonly<Record<string, string>>
}

/** The findings as one SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning. */
export function renderSarif(diagnostics: readonly Diagnostic[], tool: SarifTool): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: rulesOf(diagnostics, tool) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(toResult),
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function rulesOf(diagnostics: readonly Diagnostic[], { summaries }: SarifTool): readonly object[] {
  const names = new Map(diagnostics.map(({ code, name }) => [code, name]))
  return [...names]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, name]) => {
      const summary = summaries?.[id]
      return { id, name, ...(summary === undefined ? {} : { shortDescription: { text: summary } }) }
    })
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' }

function toResult({ code, severity, message, hint, file, range, related }: Diagnostic): object {
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message}\nhint: ${hint}` },
    locations: [toLocation(file, range)],
    ...(related === undefined
      ? {}
      : {
          relatedLocations: related.map((other) => ({
            ...toLocation(other.file, other.range),
            message: { text: other.message },
          })),
        }),
  }
}

/** A relative reference: `#`, `?` and `:` in a name are part of the name. */
function toUri(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/')
}

function toLocation(file: string, { start, end }: Diagnostic['range']): object {
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
  return { physicalLocation: { artifactLocation: { uri: toUri(file) }, region } }
}
