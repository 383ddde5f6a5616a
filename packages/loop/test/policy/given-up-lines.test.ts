import { describe, expect, test } from 'vitest'
import { readLog, sealEvent, type ChainHead, type UnsealedEvent } from '@gatecycle/event-schema'
import { linesAfterGivingUp } from '../../src/policy/given-up-lines.ts'

const tree = (name: string): string => name.padEnd(40, '0')
const unit = 'FEAT-2026-0007/T01'

/** A log of these events, each after the one before. */
function logOf(...events: readonly Pick<UnsealedEvent, 'event_type' | 'payload'>[]): string {
  let head: ChainHead | undefined
  return events
    .map((event) => {
      const sealed = sealEvent(head, {
        ...event,
        timestamp: '2026-01-31T09:00:00.000Z',
        correlation_id: unit,
        source: 'driver',
        source_version: '0.1.0',
      } as UnsealedEvent)
      ;({ head } = sealed)
      return sealed.line
    })
    .join('')
}

const reached = { event_type: 'gate_reached', payload: { gate: 1, terminal: true, units: 1 } } as const
const committed = (of: string) =>
  ({
    event_type: 'unit_committed',
    payload: { attempt: 1, commit: tree('c'), tree: tree(of), parent: tree('b') },
  }) as const
const completed = {
  event_type: 'task_completed',
  payload: { attempts: 1, cost_usd: null, duration_ms: 1 },
} as const

describe('the lines that still wait after a person took the run ref back', () => {
  test('are all of them where the log is the same, as after a rebase', () => {
    const log = logOf(reached, committed('a'), completed)
    expect(linesAfterGivingUp({ driven: log, kept: log, tree: tree('x') })).toBeUndefined()
  })

  test('are those that tell of the landing of the commit that was gone back to', () => {
    const driven = logOf(reached, committed('a'), completed, reached)
    const lines = linesAfterGivingUp({ driven, kept: logOf(reached), tree: tree('a') })
    expect(`${logOf(reached)}${lines}`).toBe(logOf(reached, committed('a'), completed))
    expect(readLog(`${logOf(reached)}${lines}`).problem).toBeUndefined()
  })

  test.each([
    ['a landing of another commit', logOf(reached, committed('a'), completed), logOf(reached)],
    ['no landing', logOf(reached, reached), logOf(reached)],
    ['another history', logOf(reached, committed('x'), completed), logOf(committed('x'))],
    ['a log that was lost', '', logOf(reached)],
  ])('are none where there is %s', (_what, driven, kept) => {
    expect(linesAfterGivingUp({ driven, kept, tree: tree('x') })).toBe('')
  })
})
