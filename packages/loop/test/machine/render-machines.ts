import type { Step } from './every-run.ts'

/** A machine as a section of docs/guide/machines.md. */
export interface Described {
  readonly title: string
  readonly about: string
  readonly start: string
  readonly runs: number
  readonly steps: readonly Step<{ readonly at: string }, { readonly type: string }>[]
}

const intro = `# The driver's machines

The driver is three tables: one for a run, one for a gate, one for a unit. Read an arrow as: in this state, this event leads
to that state. Each state asks for exactly one effect; what came of it is the event. The tests walk **every** run through
these tables, and this page is drawn from their steps: \`packages/loop/test/machine/\`. It is written by the tests
(\`npx vitest run packages/loop -u\`); do not edit it.
`

/** The page with the diagrams of all machines. */
export function renderMachines(machines: readonly Described[]): string {
  return [intro, ...machines.map(renderMachine)].join('\n')
}

function renderMachine({ title, about, start, runs, steps }: Described): string {
  return [
    `## ${title}`,
    '',
    about,
    '',
    `${runs} runs, from \`${start}\` to \`finished\`.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${start}`,
    ...arrowsOf(steps),
    '  finished --> [*]',
    '```',
    '',
  ].join('\n')
}

/** One arrow for each pair of states, with every event that leads along it, in the order in which runs take them. */
function arrowsOf(steps: Described['steps']): readonly string[] {
  const arrows = new Map<string, Set<string>>()
  for (const { from, event, to } of steps) {
    const arrow = `${from.at} --> ${to.at}`
    arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(event.type))
  }
  return Array.from(arrows, ([arrow, events]) => `  ${arrow}: ${[...events].join(', ')}`).toSorted()
}
