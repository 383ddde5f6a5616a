import { describe, expect, test } from 'vitest'
import { emptyLogState, foldEvent, foldLog, readLog, type EventType } from '@gatecycle/event-schema'
import { sealAll } from './events.ts'

const unit = 'FEAT-2026-0007/T01'
const life: readonly EventType[] = [
  'gate_armed',
  'run_started',
  'task_started',
  'attempt_started',
  'attempt_outcome',
  'unit_committed',
  'task_completed',
  'gate_reached',
  'run_ended',
  'feature_accepted',
  'terminal_flips',
]

describe('foldLog', () => {
  const { events } = readLog(sealAll(life))

  test('tells what a log says about units, gates and the feature', () => {
    const state = foldLog(events)
    expect(state.units.get(unit)).toMatchObject({
      status: 'done',
      gate: 1,
      attempts: 1,
      lastOutcome: 'passed',
      costUsd: 0.42,
    })
    expect(state.gates.get(1)).toMatchObject({ isReached: true, isTerminal: true, arm: { gate: 1 } })
    expect(state).toMatchObject({ openRun: undefined, isDone: true, acceptance: { verdict: 'met' } })
  })

  test('a run that has not ended is open, and a unit under way is started', () => {
    const state = foldLog(events.slice(0, 4))
    expect(state.openRun).toMatchObject({ run_id: 'run-7c1e' })
    expect(state.units.get(unit)).toMatchObject({ status: 'started', attempts: 0 })
  })

  test('goes on where an earlier fold ended, and changes nothing of it', () => {
    const before = foldLog(events.slice(0, 5))
    expect(foldLog(events.slice(5), before)).toEqual(foldLog(events))
    expect(before).toEqual(foldLog(events.slice(0, 5)))
    expect(emptyLogState.units.size).toBe(0)
  })

  test('what was not counted is no attempt, and a cost that is unknown stays so', () => {
    const { events: two } = readLog(sealAll(['task_started', 'attempt_outcome', 'attempt_outcome']))
    const state = foldLog(two.slice(0, 2))
    const [, , outcome] = two
    if (outcome?.event_type !== 'attempt_outcome') throw new Error('not an outcome')
    const payload = { ...outcome.payload, counted: false, cost_usd: null }
    const after = foldEvent(state, { ...outcome, payload })
    expect(after.units.get(unit)).toMatchObject({ attempts: 1, costUsd: undefined, durationMs: 140_824 })
  })

  test('an escalation of a unit blocks it until it is started again', () => {
    const { events: three } = readLog(sealAll(['task_started', 'human_escalation', 'task_started']))
    expect(foldLog(three.slice(0, 2)).units.get(unit)).toMatchObject({
      status: 'blocked',
      escalation: { attempts: 3 },
    })
    expect(foldLog(three).units.get(unit)).toMatchObject({ status: 'started', escalation: undefined })
  })
})
