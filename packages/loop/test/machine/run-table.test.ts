import { expect, test } from 'vitest'
import type { FinishedRun, RunState } from '../../src/machine/run-state.ts'
import { runEffectOf, runTable, runTransition } from '../../src/machine/run-table.ts'
import { acceptedEvents, effectNames } from '../../src/machine/table.ts'
import { storiesOf } from './every-run.ts'
import { interrupted } from './failures.ts'
import { runs, type Run } from './run-runs.ts'

const steps = runs.flat()
const runOrder = effectNames(runTable)
const endOf = (run: Run): FinishedRun => {
  const end = run.at(-1)?.to
  if (end?.at !== 'finished') throw new Error('a run without an end')
  return end
}
const visits = (run: Run, at: RunState['at']): number => run.filter(({ from }) => from.at === at).length
const says = (run: Run, type: string): boolean => run.some(({ event }) => event.type === type)

test('the number of runs is the one we last reviewed', () => {
  expect(runs.length).toMatchInlineSnapshot(`476`)
})

test('every row of the table is taken by some run', () => {
  const rows = Object.keys(runTable).flatMap((at) =>
    // The keys of the table are the states by its type.
    acceptedEvents(runTable, at as RunState['at']).map((type) => `${at} on ${type}`),
  )
  const taken = new Set(steps.map(({ from, event }) => `${from.at} on ${event.type}`))
  expect(rows.filter((row) => !taken.has(row))).toEqual([])
})

test('every state asks for exactly one effect, which is given the state', () => {
  for (const { from } of steps) {
    if (from.at === 'finished') continue
    expect(runEffectOf(from).state).toBe(from)
  }
  const effects = Object.keys(runTable).length
  expect(new Set(runOrder).size).toBe(effects)
})

test('the effects of every run stand in the documented order, none twice', () => {
  const wrong = storiesOf(runs, (run) => {
    const places = run.flatMap(({ from }) =>
      from.at === 'finished' ? [] : [runOrder.indexOf(runEffectOf(from).do)],
    )
    return places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1))
  })
  expect(wrong).toEqual([])
})

test('whoever takes the lock releases it once, and nobody else does', () => {
  const wrong = storiesOf(runs, (run) => {
    const took = says(run, 'lock-acquired')
    return visits(run, 'releasing-lock') !== (took ? 1 : 0)
  })
  expect(wrong).toEqual([])
})

test('the lock is given back last: no effect comes after it', () => {
  const wrong = storiesOf(runs, (run) => {
    const at = run.findIndex(({ from }) => from.at === 'releasing-lock')
    return at !== -1 && at !== run.length - 1
  })
  expect(wrong).toEqual([])
})

test('the branch is brought up before the lock is given back, whenever the plan is known, and never otherwise', () => {
  const wrong = storiesOf(runs, (run) => visits(run, 'publishing') !== (says(run, 'plan-loaded') ? 1 : 0))
  expect(wrong).toEqual([])
})

test('a gate runs only when it is armed, the environment is ready, and the baseline is green', () => {
  const needed = ['gate-armed', 'environment-ready', 'worktree-ready', 'baseline-green']
  const wrong = storiesOf(runs, (run) => {
    const at = run.findIndex(({ from }) => from.at === 'running-gate')
    return at !== -1 && !needed.every((type) => says(run.slice(0, at), type))
  })
  expect(wrong).toEqual([])
})

test('the gate that runs, and that is told as reached, is the one that was armed', () => {
  const wrong = storiesOf(runs, (run) => {
    const armed = run.flatMap(({ event }) => (event.type === 'gate-armed' ? [event.gate] : []))[0]
    const { outcome } = endOf(run)
    if (armed === undefined) return false
    const strays = run.some(({ from }) => 'gate' in from && from.gate !== armed)
    const told =
      outcome.kind !== 'gate-reached' ||
      (outcome.gate === armed.number && outcome.terminal === armed.terminal)
    return strays || !told
  })
  expect(wrong).toEqual([])
})

test('a gate that was reached earlier is told as such', () => {
  const wrong = storiesOf(runs, (run) => {
    const { outcome } = endOf(run)
    return outcome.kind === 'gate-reached' && outcome.already !== says(run, 'gate-waiting')
  })
  expect(wrong).toEqual([])
})

test('an end that a gate came to is the end of the run, unless the way out breaks', () => {
  const wrong = storiesOf(runs, (run) => {
    const at = run.findIndex(({ event }) => event.type === 'gate-finished')
    const event = run[at]?.event
    if (event?.type !== 'gate-finished' || event.outcome.kind === 'reached') return false
    const broke = run.slice(at).some((step) => step.event.type === 'effect-failed')
    return endOf(run).outcome !== event.outcome && !broke
  })
  expect(wrong).toEqual([])
})

test('an effect that failed is told at the end, whatever the run came to before', () => {
  const wrong = storiesOf(runs, (run) => says(run, 'effect-failed') && endOf(run).outcome.kind !== 'failed')
  expect(wrong).toEqual([])
})

test('the way out is never cut short, nor is taking the lock', () => {
  const uncut = (Object.keys(runTable) as RunState['at'][]).filter(
    (at) => !acceptedEvents(runTable, at).includes('interrupted'),
  )
  expect(uncut).toEqual(['acquiring-lock', 'publishing', 'releasing-lock'])
})

test('what became of the branch is told at the end of every run that published', () => {
  const wrong = storiesOf(runs, (run) => {
    const published = run.flatMap(({ event }) => (event.type === 'published' ? [event.publication] : []))[0]
    return endOf(run).publication.kind !== (published ?? { kind: 'unchanged' }).kind
  })
  expect(wrong).toEqual([])
})

test('an event that the table does not name is a bug, told with both names', () => {
  const publishing: RunState = { at: 'publishing', outcome: { kind: 'feature-done' } }
  expect(() => runTransition(publishing, interrupted)).toThrow(
    'no transition from "publishing" on "interrupted"',
  )
})
