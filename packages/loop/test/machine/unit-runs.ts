import { acceptedEvents } from '../../src/machine/table.ts'
import type { AgentReport, Proof } from '../../src/machine/unit-attempt.ts'
import { startOfUnit, type UnitEvent, type UnitState } from '../../src/machine/unit-state.ts'
import { unitTable, unitTransition } from '../../src/machine/unit-table.ts'
import { everyRun, type Explored, type Step } from './every-run.ts'
import { effectFailed, interrupted } from './failures.ts'

export type UnitStep = Step<UnitState, UnitEvent>
export type UnitRun = readonly UnitStep[]

const worked: AgentReport = {
  class: 'ok',
  detail: '',
  result: { kind: 'complete', filesChanged: ['src/a.ts'] },
  costUsd: 0.25,
  inputTokens: 10,
  outputTokens: 20,
  durationMs: 1000,
}

/** One report for each answer that the table tells apart; every agent class is one of these. */
export const reports: readonly AgentReport[] = [
  worked,
  { ...worked, result: { kind: 'missing' } },
  { ...worked, result: { kind: 'blocked', reason: 'the criteria contradict each other' } },
  { ...worked, result: { kind: 'malformed', problem: 'status is ""' } },
  ...['empty', 'timed_out', 'stalled', 'crash', 'usage_limit', 'auth'].map((agentClass) => ({
    ...worked,
    class: agentClass,
    result: { kind: 'missing' as const },
  })),
]

const verification = { results: [{ set: 'code', name: 'tests', answer: '0' }], digest: 'sha256:1' }

function attemptOf(state: UnitState): number {
  return 'attempt' in state ? state.attempt : 0
}

const red = { type: 'verification-failed', summary: 'code/tests', evidence: 'red' } as const
const accepted = { type: 'changes-accepted', files: ['src/a.ts'] } as const

/** What can be demanded of a candidate. All of it is tried in the first attempt; a later one differs only in its number. */
function proofsIn(attempt: number): readonly (readonly Proof[])[] {
  if (attempt === 1) return [[], ['old-oracle', 'red']]
  return attempt === 2 ? [['old-oracle']] : [['red']]
}

const refused = { type: 'changes-refused', outcome: 'out_of_scope', summary: 'outside the scope' } as const

/** The unit's table with its examples; trees and commits are named after their attempt, so that mixing them up shows. */
export function exploreUnit(
  maxAttempts: number,
  start: UnitState = startOfUnit(),
): Explored<UnitState, UnitEvent> {
  return {
    start,
    accepted: (at) => acceptedEvents(unitTable, at),
    transition: (state, event) => unitTransition(state, event, { maxAttempts }),
    examples: {
      'unit-prepared': () => [{ type: 'unit-prepared' }],
      'preparation-failed': () => [{ type: 'preparation-failed', summary: 'no database', evidence: '' }],
      'red-is-green': () => [{ type: 'red-is-green', summary: 'passes already', evidence: '' }],
      'prompt-written': () => [{ type: 'prompt-written' }],
      'agent-exited': () => reports.map((report) => ({ type: 'agent-exited', report })),
      'changes-accepted': (state) => proofsIn(attemptOf(state)).map((proofs) => ({ ...accepted, proofs })),
      'changes-refused': () => [
        { ...refused, tampering: false },
        { ...refused, outcome: 'plan_touched', tampering: true },
      ],
      'hooks-passed': (state) => [
        { type: 'hooks-passed', files: ['src/a.ts'], proofs: 'proofs' in state ? state.proofs : [] },
      ],
      'hooks-refused': () => [{ type: 'hooks-refused', summary: 'lint', evidence: 'red' }],
      'hooks-unfit': () => [{ type: 'hooks-unfit', summary: 'no prettier' }],
      'candidate-built': (state) => [{ type: 'candidate-built', tree: `tree-${attemptOf(state)}` }],
      'verification-passed': () => [{ type: 'verification-passed', report: verification }],
      'verification-failed': (state) => [
        { ...red, signature: 'as before' },
        { ...red, signature: `as in attempt ${attemptOf(state)} only`, findings: 4 - attemptOf(state) },
      ],
      'tree-mutated': () => [{ type: 'tree-mutated', files: ['src/b.ts'] }],
      'old-oracle-passed': () => [{ type: 'old-oracle-passed' }],
      'old-oracle-refused': () => [
        {
          type: 'old-oracle-refused',
          outcome: 'oracle_surface_failed',
          summary: 'old config',
          evidence: 'red',
        },
      ],
      'red-confirmed': () => [{ type: 'red-confirmed', report: verification }],
      'red-refused': () => [
        { type: 'red-refused', outcome: 'not_red', summary: 'passes without the work', evidence: '' },
      ],
      'commit-created': (state) => [
        { type: 'commit-created', commit: `commit-of-${'tree' in state ? state.tree : ''}` },
      ],
      'ref-moved': () => [{ type: 'ref-moved' }],
      'commit-recorded': () => [{ type: 'commit-recorded' }],
      'attempt-discarded': () => [{ type: 'attempt-discarded', rescueRef: 'refs/gatecycle/rescue/1' }],
      'unit-blocked': () => [{ type: 'unit-blocked', commit: 'commit-of-books' }],
      interrupted: () => [interrupted],
      'effect-failed': () => [effectFailed],
    },
  }
}

const passOf: Readonly<Record<Proof, UnitEvent['type']>> = {
  'old-oracle': 'old-oracle-passed',
  red: 'red-confirmed',
}

/** Whether a commit comes right after verification and every demanded proof, in order, all of them on its own tree. */
export function standsOnItsProofs(run: UnitRun, index: number): boolean {
  const committing = run[index]?.from
  if (committing?.at !== 'committing') return false
  const wanted = ['verification-passed', ...committing.proofs.map((proof) => passOf[proof])]
  const found = run.slice(Math.max(0, index - wanted.length), index)
  return (
    found.map(({ event }) => event.type).join() === wanted.join() &&
    found.every(({ from }) => 'tree' in from && from.tree === committing.tree)
  )
}

export const maxAttempts = 3

/** Every run of a unit with three attempts. */
export const unitRuns: readonly UnitRun[] = [...everyRun(exploreUnit(maxAttempts))]
