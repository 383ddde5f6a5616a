import {
  plural,
  renderCounts,
  renderGithub,
  renderJson,
  renderJsonLines,
  renderPretty,
  renderSarif,
} from '@gatecycle/diagnostics'
import { eventCodes } from '@gatecycle/event-schema'
import type { OutputFormat } from './formats.ts'
import type { Collector, LogOutcome } from './outcome.ts'
import type { EventDiagnostic } from './to-diagnostic.ts'
import { version } from './version.ts'

/** Everything a format may show. */
export interface Results {
  readonly outcomes: readonly LogOutcome[]
  readonly found: Collector
  readonly color: boolean
}

/** The results in one of the formats, ready for standard output. */
export function renderResults(format: OutputFormat, results: Results): string {
  return renderers[format](results.found.diagnostics(), results)
}

type Render = (diagnostics: readonly EventDiagnostic[], results: Results) => string

const renderers: Readonly<Record<OutputFormat, Render>> = {
  pretty: renderAll,
  json: renderJson,
  jsonl: renderJsonLines,
  github: renderGithub,
  sarif: (diagnostics) =>
    renderSarif(diagnostics, { name: 'validate-event', version, summaries: summariesOf() }),
}

/** For a person: findings, then a line for each sealed log with its head, then the count. */
function renderAll(diagnostics: readonly EventDiagnostic[], { outcomes, found, color }: Results): string {
  const pretty = renderPretty(diagnostics, { color, sourceOf: () => undefined })
  const { error, warning } = found.counts
  const left = error + warning - diagnostics.length
  const more = left > 0 ? `\n${left} more not shown (--max-errors)\n` : ''
  const heads = outcomes.flatMap(({ file, sealed, head }) => {
    return head === undefined || error > 0
      ? []
      : [`${file}: ${plural(sealed, 'sealed event')}, head ${head.hash}\n`]
  })
  const events = outcomes.reduce((sum, outcome) => sum + outcome.events, 0)
  const summary = `${plural(outcomes.length, 'log')}, ${plural(events, 'event')}: ${renderCounts(found.counts)}\n`
  return `${pretty}${more}${pretty === '' ? '' : '\n'}${heads.join('')}${summary}`
}

function summariesOf(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(eventCodes).map(([code, { summary }]) => [code, summary]))
}
