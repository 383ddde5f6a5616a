import { readLog } from '@gatecycle/event-schema'

interface Histories {
  /** events.jsonl where the driver left the run ref. */
  readonly driven: string
  /** events.jsonl where the run ref stands now. */
  readonly kept: string
  /** The tree of the commit that the run ref stands on now. */
  readonly tree: string
}

/**
 * The lines that still wait for a commit after a person took the run ref back: those that tell of the landing of the commit that
 * it stands on now. Undefined where the log is the same on both sides, as after a rebase: then every line still waits. Pure.
 */
export function linesAfterGivingUp({ driven, kept, tree }: Histories): string | undefined {
  if (driven === kept) return undefined
  if (!driven.startsWith(kept)) return ''
  const { events } = readLog(driven)
  const first = readLog(kept).events.length
  const end = events.findIndex(({ event_type }, at) => at >= first && event_type === 'task_completed')
  const landing = events.slice(first, end + 1)
  const isOurs = landing.some((event) => event.event_type === 'unit_committed' && event.payload.tree === tree)
  if (end === -1 || !isOurs) return ''
  return driven
    .slice(kept.length)
    .split('\n')
    .slice(0, landing.length)
    .map((line) => `${line}\n`)
    .join('')
}
