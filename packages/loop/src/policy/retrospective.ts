/** Stands where an agent has to write; a closing check finds the ones that are left. */
export const fillInMarker = '<!-- gatecycle: fill in -->'

/** One attempt as the log tells it. */
export interface AttemptRow {
  readonly unit: string
  readonly attempt: number
  readonly outcome: string
  readonly costUsd: number | undefined
  readonly seconds: number
  readonly plannedUsd: number | undefined
}

/**
 * RETROSPECTIVE.md with every heading that the closing check will demand, and the tables that the log can fill:
 * an agent is never refused for a heading it could not know.
 */
export function withGateSkeleton(
  text: string | undefined,
  title: string,
  gate: number,
  rows: readonly AttemptRow[],
): string {
  const before = text ?? `# Retrospective: ${title}\n`
  if (new RegExp(`^## Gate ${gate}\\b`, 'mu').test(before)) return before
  return `${before.trimEnd()}\n\n${skeleton(gate, rows)}`
}

function skeleton(gate: number, rows: readonly AttemptRow[]): string {
  const failed = rows.filter(({ outcome }) => outcome !== 'passed')
  return [
    `## Gate ${gate}`,
    fillInMarker,
    '## Cost analysis',
    table(['unit', 'attempt', 'outcome', 'seconds', 'cost (USD)', 'planned (USD)'], rows.map(costRow)),
    fillInMarker,
    '### Failure-class breakdown',
    failed.length === 0
      ? 'No attempt failed.'
      : table(
          ['unit', 'attempt', 'outcome'],
          failed.map(({ unit, attempt, outcome }) => [unit, String(attempt), outcome]),
        ),
    '## What the loop did not verify',
    fillInMarker,
    '## Hedged-verdict follow-up record',
    'Empty under the verdict `met`. Under any other, one entry for each open point, with a `- **kind:**`: acceptance-discharged,\nexternally-verifiable-later, routed-finding or inherent.',
    '## Consumer-visible contract changes',
    fillInMarker,
  ]
    .join('\n\n')
    .concat('\n')
}

function costRow({ unit, attempt, outcome, seconds, costUsd, plannedUsd }: AttemptRow): readonly string[] {
  return [unit, String(attempt), outcome, seconds.toFixed(1), money(costUsd), money(plannedUsd)]
}

function money(value: number | undefined): string {
  return value === undefined ? 'unknown' : value.toFixed(2)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
