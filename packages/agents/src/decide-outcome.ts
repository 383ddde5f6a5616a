import type { AgentClass, AgentOutcome } from './preset.ts'
import type { ProcessEnd, Stop } from './process-end.ts'

const stopped = {
  'timed-out': { class: 'timed_out', detail: 'ran longer than its time limit' },
  stalled: { class: 'stalled', detail: 'said nothing for longer than its silence limit' },
  interrupted: { class: 'interrupted', detail: 'interrupted' },
} as const satisfies Record<Stop, { class: AgentClass; detail: string }>

/**
 * What became of an attempt: what the driver did itself, then whether the process started at all, then what the
 * parser read. Cost and text that the parser found before the driver stepped in are kept.
 */
export function decideOutcome(end: ProcessEnd, parse: (end: ProcessEnd) => AgentOutcome): AgentOutcome {
  if (end.kind === 'spawn-failed') {
    // Nothing was started, so nothing was spent: these zeros are known.
    const nothing = { text: '', costUsd: 0, inputTokens: 0, outputTokens: 0 }
    // Whatever kept it from starting, also want of memory, is missing here and no attempt of an agent.
    return { class: 'config', ...nothing, detail: end.message }
  }
  const parsed = parse(end)
  return end.kind === 'exited' || end.kind === 'signalled' ? parsed : { ...parsed, ...stopped[end.kind] }
}
