import { expect, test } from 'vitest'
import { acceptedEvents, mayInterrupt } from '../../src/machine/table.ts'
import { startOfUnit, type UnitState } from '../../src/machine/unit-state.ts'
import { unitEffectOf, unitTable, unitTransition } from '../../src/machine/unit-table.ts'
import { storiesOf } from './every-run.ts'
import { interrupted } from './failures.ts'
import { maxAttempts, standsOnItsProofs, unitRuns, type UnitRun, type UnitStep } from './unit-runs.ts'

const steps = unitRuns.flat()
const endOf = (run: UnitRun): Extract<UnitState, { at: 'finished' }> => {
  const end = run.at(-1)?.to
  if (end?.at !== 'finished') throw new Error('a run without an end')
  return end
}
const isPaid = ({ event }: UnitStep): boolean => event.type === 'agent-exited'
/** The attempts of a run that were given up, as they were decided. */
const discards = (run: UnitRun): Extract<UnitState, { at: 'discarding-attempt' }>[] =>
  run.flatMap(({ to, from }) => (to.at === 'discarding-attempt' && from.at !== to.at ? [to] : []))
const after = (run: UnitRun, isIt: (step: UnitStep) => boolean): UnitRun => run.slice(run.findIndex(isIt) + 1)
const isTampering = ({ event }: UnitStep): boolean => event.type === 'changes-refused' && event.tampering
const saysBlocked = ({ event }: UnitStep): boolean =>
  event.type === 'agent-exited' && event.report.class === 'ok' && event.report.result.kind === 'blocked'

test('the number of runs is the one we last reviewed', () => {
  expect(unitRuns.length).toMatchInlineSnapshot(`134054`)
})

test('every row of the table is taken by some run', () => {
  const rows = Object.keys(unitTable).flatMap((at) =>
    // The keys of the table are the states by its type.
    acceptedEvents(unitTable, at as UnitState['at']).map((type) => `${at} on ${type}`),
  )
  const taken = new Set(steps.map(({ from, event }) => `${from.at} on ${event.type}`))
  expect(rows.filter((row) => !taken.has(row))).toEqual([])
})

test('every state asks for exactly one effect, which is given the state', () => {
  const orders = steps.flatMap(({ from }) =>
    from.at === 'finished' ? [] : [{ from, effect: unitEffectOf(from) }],
  )
  expect(orders.filter(({ from, effect }) => effect.state !== from)).toEqual([])
  const effectOf = new Map(orders.map(({ from, effect }) => [from.at, effect.do] as const))
  const states = Object.keys(unitTable)
  expect([...effectOf.keys()].toSorted()).toEqual(states.toSorted())
  expect(new Set(effectOf.values()).size).toBe(states.length)
  expect(new Set(orders.map(({ from, effect }) => `${from.at} ${effect.do}`)).size).toBe(states.length)
})

test('a commit stands right after verification and all demanded proofs, passed on its own tree', () => {
  const wrong = storiesOf(unitRuns, (run) =>
    run.some(({ event }, index) => {
      if (event.type !== 'commit-created') return false
      const built = run.slice(0, index).findLast((step) => step.event.type === 'candidate-built')
      const { from } = run[index] ?? {}
      if (!standsOnItsProofs(run, index) || from?.at !== 'committing') return true
      return built?.event.type !== 'candidate-built' || built.event.tree !== from.tree
    }),
  )
  expect(wrong).toEqual([])
})

test('what is committed is the tree of the attempt that ends the run', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const { outcome, attempt } = endOf(run)
    return outcome.kind === 'committed' && outcome.commit !== `commit-of-tree-${attempt}`
  })
  expect(wrong).toEqual([])
})

test('nothing is committed, blocked or retried twice: a run has at most one commit and one block', () => {
  const count = (run: UnitRun, type: string): number => run.filter(({ event }) => event.type === type).length
  expect(storiesOf(unitRuns, (run) => count(run, 'commit-created') + count(run, 'unit-blocked') > 1)).toEqual(
    [],
  )
})

test('a unit has at most three counted attempts, and its agent starts at most three times', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const agents = run.filter(({ event }) => event.type === 'agent-exited').length
    const counted = discards(run).filter(({ failed }) => failed.counted).length
    return agents > maxAttempts || counted > maxAttempts
  })
  expect(wrong).toEqual([])
})

test('an attempt that a signal, a provider or the environment ended does not count', () => {
  const free: ReadonlySet<string> = new Set(['interrupted', 'provider_unavailable', 'prep_halted'])
  const wrong = storiesOf(unitRuns, (run) =>
    discards(run).some(({ failed, afterwards }) => {
      const isFree = free.has(failed.outcome) || afterwards.go === 'stop'
      return isFree === failed.counted
    }),
  )
  expect(wrong).toEqual([])
  const { outcome, attempt, history } = endOf(
    unitRuns.find((run) => endOf(run).outcome.kind === 'environment' && run.length === 4) ?? [],
  )
  expect({ outcome: outcome.kind, attempt, history }).toEqual({
    outcome: 'environment',
    attempt: 1,
    history: [],
  })
})

test('the history holds every counted failure of the run, once and in order', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const kept = run.flatMap(({ from, event }) =>
      from.at === 'discarding-attempt' && event.type === 'attempt-discarded' && from.failed.counted
        ? [`${from.failed.attempt} ${from.failed.outcome} ${from.failed.summary}`]
        : [],
    )
    const told = endOf(run).history.map(({ attempt, outcome, summary }) => `${attempt} ${outcome} ${summary}`)
    return kept.join('; ') !== told.join('; ')
  })
  expect(wrong).toEqual([])
})

test('attempts are numbered 1, 2, 3: a new number only after a counted failure', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const numbers = run.flatMap(({ from }) => (from.at === 'writing-prompt' ? [from.attempt] : []))
    return numbers.some((number, index) => number !== index + 1)
  })
  expect(wrong).toEqual([])
})

test('the content of an attempt is kept before the next one starts and before the unit blocks', () => {
  const wrong = storiesOf(unitRuns, (run) =>
    run.some(({ to }, index) => {
      const isNext = to.at === 'blocking-unit' || (to.at === 'writing-prompt' && index > 0)
      return isNext && run[index]?.event.type !== 'attempt-discarded'
    }),
  )
  expect(wrong).toEqual([])
})

test('tampering always blocks and never retries', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    if (!run.some(isTampering)) return false
    const { outcome } = endOf(run)
    const blocks = outcome.kind === 'blocked' && outcome.reason === 'tampering'
    return (
      after(run, isTampering).some(({ from }) => from.at === 'running-agent') ||
      (!blocks && outcome.kind !== 'failed')
    )
  })
  expect(wrong).toEqual([])
})

test('an agent that says blocked is believed: no other attempt, no commit', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    if (!run.some(saysBlocked)) return false
    const { outcome } = endOf(run)
    const blocks = outcome.kind === 'blocked' && outcome.reason === 'agent_reported_blocked'
    return (
      after(run, saysBlocked).some(({ from }) => from.at === 'running-agent') ||
      (!blocks && outcome.kind !== 'failed')
    )
  })
  expect(wrong).toEqual([])
})

test('where preparation failed or the red test is green, no agent starts and nothing is committed', () => {
  const isHalt = ({ event }: UnitStep): boolean =>
    event.type === 'preparation-failed' || event.type === 'red-is-green'
  const wrong = storiesOf(
    unitRuns,
    (run) =>
      run.some(isHalt) && run.some(({ from }) => from.at === 'running-agent' || from.at === 'committing'),
  )
  expect(wrong).toEqual([])
  expect(unitRuns.some((run) => run.some(isHalt))).toBe(true)
})

test('a unit blocks for exhausted attempts only after exactly three counted ones', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const { outcome, history } = endOf(run)
    return (
      outcome.kind === 'blocked' && outcome.reason === 'attempts_exhausted' && history.length !== maxAttempts
    )
  })
  expect(wrong).toEqual([])
})

test('a unit blocks as spinning exactly when an attempt fails as an earlier one did, and pays no agent after that', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const seen = new Set<string>()
    const isSecond = ({ event }: UnitStep): boolean =>
      event.type === 'verification-failed' && seen.size === seen.add(event.signature).size
    const index = run.findIndex(isSecond)
    const { outcome } = endOf(run)
    const spins = outcome.kind === 'blocked' && outcome.reason === 'spinning'
    if (index === -1) return spins
    return run.slice(index + 1).some(isPaid) || (!spins && outcome.kind !== 'failed')
  })
  expect(wrong).toEqual([])
})

test('a tree that verification changed gets one more try, not two', () => {
  const wrong = storiesOf(unitRuns, (run) =>
    run.some(({ event }, index) => {
      if (event.type !== 'tree-mutated') return false
      const isSecond = run[index - 1]?.event.type === 'tree-mutated'
      return (run[index]?.to.at === 'verifying') === isSecond
    }),
  )
  expect(wrong).toEqual([])
})

test('nothing is cut short once a commit has begun, or while content is being kept', () => {
  const uncut = (Object.keys(unitTable) as (keyof typeof unitTable)[]).filter(
    (at) => !mayInterrupt(unitTable, at),
  )
  expect(uncut).toEqual([
    'committing',
    'moving-ref',
    'recording-commit',
    'discarding-attempt',
    'blocking-unit',
  ])
})

test('an effect that fails ends the unit at once, with the failure and nothing else', () => {
  const wrong = storiesOf(unitRuns, (run) => {
    const failed = run.some(({ event }) => event.type === 'effect-failed')
    const { outcome } = endOf(run)
    return failed !== (outcome.kind === 'failed') || (failed && run.at(-1)?.event.type !== 'effect-failed')
  })
  expect(wrong).toEqual([])
})

test('an event that the table does not name is a bug, told with both names', () => {
  expect(() => unitTransition(startOfUnit(), { type: 'ref-moved' }, { maxAttempts })).toThrow(
    'no transition from "preparing-unit" on "ref-moved"',
  )
  const committing = steps.find(({ to }) => to.at === 'committing')?.to ?? startOfUnit()
  expect(() => unitTransition(committing, interrupted, { maxAttempts })).toThrow(
    'no transition from "committing" on "interrupted"',
  )
})
