import { expect, test } from 'vitest'
import type { GateState } from '../../src/machine/gate-state.ts'
import { gateEffectOf, gateTable, gateTransition } from '../../src/machine/gate-table.ts'
import { acceptedEvents } from '../../src/machine/table.ts'
import { storiesOf } from './every-run.ts'
import { gateRuns, type GateRun, type GateStep } from './gate-runs.ts'

const steps = gateRuns.flat()
const endOf = (run: GateRun): Extract<GateState, { at: 'finished' }> => {
  const end = run.at(-1)?.to
  if (end?.at !== 'finished') throw new Error('a run without an end')
  return end
}
const isTampering = ({ event }: GateStep): boolean =>
  event.type === 'unit-finished' && event.outcome.kind === 'blocked' && event.outcome.reason === 'tampering'

test('the number of runs is the one we last reviewed', () => {
  expect(gateRuns.length).toMatchInlineSnapshot(`478`)
})

test('every row of the table is taken by some run', () => {
  const rows = Object.keys(gateTable).flatMap((at) =>
    // The keys of the table are the states by its type.
    acceptedEvents(gateTable, at as GateState['at']).map((type) => `${at} on ${type}`),
  )
  const taken = new Set(steps.map(({ from, event }) => `${from.at} on ${event.type}`))
  expect(rows.filter((row) => !taken.has(row))).toEqual([])
})

test('every state asks for exactly one effect', () => {
  const effects = steps.flatMap(({ from }) =>
    from.at === 'finished' ? [] : [`${from.at} ${gateEffectOf(from).do}`],
  )
  expect([...new Set(effects)].toSorted()).toMatchInlineSnapshot(`
    [
      "closing-gate close-gate",
      "heeding-requests heed-requests",
      "reading-progress read-progress",
      "running-unit run-unit",
    ]
  `)
})

test('a unit runs only right after the run ref said that it is ready', () => {
  const wrong = storiesOf(gateRuns, (run) =>
    run.some(({ from }, index) => {
      if (from.at !== 'running-unit') return false
      const before = run[index - 1]?.event
      if (before?.type !== 'progress-read' || before.progress.kind !== 'ready') return true
      return from.unit !== before.progress.unit
    }),
  )
  expect(wrong).toEqual([])
})

test('a gate is reached exactly when it was closed, and closed only when the run ref says that all is done', () => {
  const wrong = storiesOf(gateRuns, (run) => {
    const closed = run.findIndex(({ event }) => event.type === 'gate-closed')
    const before = run[closed - 1]?.event
    const wasComplete = before?.type === 'progress-read' && before.progress.kind === 'complete'
    return (closed !== -1) !== (endOf(run).outcome.kind === 'reached') || (closed !== -1 && !wasComplete)
  })
  expect(wrong).toEqual([])
})

test('after tampering nothing of the gate runs, and the gate says so', () => {
  const wrong = storiesOf(gateRuns, (run) => {
    const at = run.findIndex(isTampering)
    const { outcome } = endOf(run)
    const says = outcome.kind === 'blocked' && outcome.tampering
    return says !== (at !== -1) || (at !== -1 && at !== run.length - 1)
  })
  expect(wrong).toEqual([])
})

test('a request is heeded before every unit, and a run that was asked to stop starts none', () => {
  const wrong = storiesOf(gateRuns, (run) => {
    const units = run.filter(({ from }) => from.at === 'running-unit').length
    const heeded = run.filter(({ event }) => event.type === 'nothing-requested').length
    const at = run.findIndex(({ event }) => ['stop-requested', 'interrupted'].includes(event.type))
    const kind = endOf(run).outcome.kind
    const isLast = at === -1 || (at === run.length - 1 && ['stopped', 'interrupted'].includes(kind))
    return units > heeded || !isLast
  })
  expect(wrong).toEqual([])
})

test('one unit that was asked for counts as done now only when it ran now', () => {
  const wrong = storiesOf(gateRuns, (run) => {
    const { outcome } = endOf(run)
    if (outcome.kind !== 'unit-done') return false
    const last = run.findLast(({ from }) => from.at === 'running-unit')
    const ran =
      last?.from.at === 'running-unit' &&
      last.from.unit === outcome.unit &&
      last.event.type === 'unit-finished' &&
      last.event.outcome.kind === 'committed'
    return outcome.already === ran
  })
  expect(wrong).toEqual([])
})

test('a unit that blocks does not hold up the others', () => {
  const wrong = storiesOf(gateRuns, (run) =>
    run.some(
      (step, index) =>
        step.event.type === 'unit-finished' &&
        step.event.outcome.kind === 'blocked' &&
        !isTampering(step) &&
        run[index + 1]?.from.at !== 'heeding-requests',
    ),
  )
  expect(wrong).toEqual([])
})

test('what ends a unit without a verdict ends the gate with the same words', () => {
  const wrong = storiesOf(gateRuns, (run) =>
    run.some(({ event }, index) => {
      if (event.type !== 'unit-finished' || ['committed', 'blocked'].includes(event.outcome.kind))
        return false
      return index !== run.length - 1 || endOf(run).outcome !== event.outcome
    }),
  )
  expect(wrong).toEqual([])
})

test('a gate with blocked units names them all', () => {
  const outcomes = gateRuns.map((run) => endOf(run).outcome)
  const named = outcomes.flatMap((outcome) =>
    outcome.kind === 'blocked' && !outcome.tampering ? [outcome.units.join()] : [],
  )
  expect([...new Set(named)]).toEqual(['T01,T02'])
})

test('an event that the table does not name is a bug, told with both names', () => {
  expect(() => gateTransition({ at: 'reading-progress', after: undefined }, { type: 'gate-closed' })).toThrow(
    'no transition from "reading-progress" on "gate-closed"',
  )
})
