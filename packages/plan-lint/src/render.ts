import {
  countBySeverity,
  plural,
  renderCounts,
  renderGithub,
  renderJson,
  renderJsonLines,
  renderPretty,
  renderSarif,
  type Diagnostic,
} from '@gatecycle/diagnostics'
import type { Format } from './formats.ts'
import { version } from './generated/version.ts'
import { rules } from './rules/index.ts'

export interface Findings {
  readonly diagnostics: readonly Diagnostic[]
  readonly features: number
  readonly color: boolean
  readonly sourceOf: (file: string) => string | undefined
}

/** The findings in the words of a format. */
export function render(format: Format, findings: Findings): string {
  return renderers[format](findings)
}

const renderers: Readonly<Record<Format, (findings: Findings) => string>> = {
  pretty: renderForPeople,
  json: ({ diagnostics }) => renderJson(diagnostics),
  jsonl: ({ diagnostics }) => renderJsonLines(diagnostics),
  github: ({ diagnostics }) => renderGithub(diagnostics),
  sarif: ({ diagnostics }) =>
    renderSarif(diagnostics, { name: 'plan-lint', version, summaries: summaries() }),
}

function renderForPeople({ diagnostics, features, color, sourceOf }: Findings): string {
  if (features === 0) return 'nothing staged belongs to a plan\n'
  const summary = `${plural(features, 'feature')}: ${renderCounts(countBySeverity(diagnostics))}\n`
  const pretty = renderPretty(diagnostics, { color, sourceOf })
  return pretty === '' ? summary : `${pretty}\n${summary}`
}

function summaries(): Readonly<Record<string, string>> {
  return Object.fromEntries(rules.map(({ code, summary }) => [code, summary]))
}
