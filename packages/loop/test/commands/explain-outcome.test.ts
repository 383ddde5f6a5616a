import { expect, test } from 'vitest'
import { explainOutcome } from '../../src/commands/explain-outcome.ts'
import type { RunOutcome } from '../../src/machine/run-state.ts'
import { runs } from '../machine/run-runs.ts'

const world = {
  featureId: 'FEAT-2026-0007',
  branch: 'feat/greeting',
  place: { stateRoot: '.gatecycle', folder: 'FEAT-2026-0007-greeting' },
}
const ends = runs.flatMap((run): readonly RunOutcome[] => {
  const end = run.at(-1)?.to
  return end?.at === 'finished' ? [end.outcome] : []
})
const outcomes = [...new Map(ends.map((outcome) => [JSON.stringify(outcome), outcome])).values()]

test('every end of a run is told: the cause, where the evidence lies, what to type', () => {
  const told = outcomes.map((outcome) => {
    const { message, next } = explainOutcome(outcome, world)
    return `${outcome.kind}: ${message}${next === undefined ? '' : `\n→ ${next}`}`
  })
  expect(told.toSorted().join('\n\n')).toMatchInlineSnapshot(`
    "baseline-red: red before any work: code/tests. A unit cannot be judged on a tree that fails already
    → git switch feat/greeting

    blocked: T01 needs a decision of yours
      evidence: .gatecycle/features/FEAT-2026-0007-greeting/work/ on feat/greeting; what the attempts had changed: loop rescue list FEAT-2026-0007
      to try again: set its status to pending in .gatecycle/features/FEAT-2026-0007-greeting, then loop arm FEAT-2026-0007
    → loop status FEAT-2026-0007

    blocked: T01 touched plan or verification files, so the run stopped
      evidence: .gatecycle/features/FEAT-2026-0007-greeting/work/ on feat/greeting; what the attempts had changed: loop rescue list FEAT-2026-0007
      to try again: set its status to pending in .gatecycle/features/FEAT-2026-0007-greeting, then loop arm FEAT-2026-0007
    → loop status FEAT-2026-0007

    environment: the environment is not ready:
      no agent

    environment: the environment is not ready:
      no login

    failed: no space left on the device [SYSTEM_ENOSPC]
      mend it

    failed: x [X]

    feature-done: every gate of this feature is passed: nothing to do

    gate-reached: gate 1 is reached and waits for your review
    → loop arm FEAT-2026-0007

    gate-reached: gate 1 was reached and waits for your review
    → loop arm FEAT-2026-0007

    gate-reached: gate 2 is reached and waits for your review
    → loop accept FEAT-2026-0007

    gate-reached: gate 2 was reached and waits for your review
    → loop accept FEAT-2026-0007

    interrupted: interrupted by SIGINT; what was done is kept (refs/gatecycle/run/FEAT-2026-0007)
    → loop run FEAT-2026-0007

    interrupted: interrupted by SIGTERM; what was done is kept (refs/gatecycle/run/FEAT-2026-0007)
    → loop run FEAT-2026-0007

    lock-held: another driver works on FEAT-2026-0007: pid 7
    → loop status

    not-armed: never
    → loop arm FEAT-2026-0007

    parked: the provider does not answer now: limit
    → loop run FEAT-2026-0007

    plan-refused: plan-lint finds 2 errors in the plan on feat/greeting
    → plan-lint .gatecycle/features/FEAT-2026-0007-greeting

    stopped: stopped after the unit in flight, as you asked
    → loop run FEAT-2026-0007

    stuck: no unit can become ready: T01 waits for T02
    → loop status FEAT-2026-0007

    unit-done: T01 is done already
    → loop run FEAT-2026-0007

    unit-done: T01 is verified and committed; the gate goes on when you say so
    → loop run FEAT-2026-0007

    unit-waits: T02 waits for T01
    → loop status FEAT-2026-0007"
  `)
})

test('no sentence holds a value that is not there', () => {
  const sentences = outcomes.map((outcome) => JSON.stringify(explainOutcome(outcome, world)))
  expect(sentences.filter((sentence) => /undefined|null|NaN|\[object/u.test(sentence))).toEqual([])
})
