import { toFailure, type EffectFailed, type Interrupted } from './failure.ts'
import { step, type Table } from './table.ts'
import type { AgentReport, AttemptFailure, UnitEvent } from './unit-event.ts'
import type { Afterwards, BlockReason, Evidence, FailedAttempt, UnitState } from './unit-state.ts'

export interface UnitPolicy {
  readonly maxAttempts: number
}

type At<A extends UnitState['at']> = Extract<UnitState, { at: A }>

/** The agent classes that are nobody's fault in the work: what to do about them instead of retrying at once. */
const notTheWork: Readonly<Record<string, 'parked' | 'environment'>> = {
  usage_limit: 'parked',
  rate: 'parked',
  overloaded: 'parked',
  network: 'parked',
  auth: 'environment',
  model: 'environment',
  config: 'environment',
}

const outcomeOfClass: Readonly<Record<string, AttemptFailure>> = {
  empty: 'empty_answer',
  timed_out: 'timed_out',
  stalled: 'stalled',
}

interface Decided {
  readonly attempt: number
  readonly history: readonly Evidence[]
  readonly report?: AgentReport
}

interface Verdict {
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output?: string
}

function discard(state: Decided, verdict: Verdict, counted: boolean, afterwards: Afterwards): UnitState {
  const { attempt, history, report } = state
  const failed: FailedAttempt = { attempt, output: '', counted, report, ...verdict }
  return { at: 'discarding-attempt', failed, history, afterwards }
}

function retryOrBlock(state: Decided, verdict: Verdict, { maxAttempts }: UnitPolicy): UnitState {
  const last = state.attempt >= maxAttempts
  return discard(state, verdict, true, last ? { go: 'block', reason: 'attempts_exhausted' } : { go: 'retry' })
}

function blockNow(state: Decided, verdict: Verdict, reason: BlockReason): UnitState {
  return discard(state, verdict, true, { go: 'block', reason })
}

function afterAgent(state: At<'running-agent'>, report: AgentReport, policy: UnitPolicy): UnitState {
  const worked = { ...state, report }
  const stop = notTheWork[report.class]
  if (stop !== undefined) {
    const outcome = stop === 'parked' ? 'provider_unavailable' : 'agent_failed'
    const summary = `agent: ${report.class}${report.detail === '' ? '' : `: ${report.detail}`}`
    return discard(worked, { outcome, summary }, false, { go: 'stop', outcome: { kind: stop, summary } })
  }
  if (report.class !== 'ok') {
    const outcome = outcomeOfClass[report.class] ?? 'agent_failed'
    return retryOrBlock(worked, { outcome, summary: `agent: ${report.class}`, output: report.detail }, policy)
  }
  if (report.result.kind === 'blocked') {
    return blockNow(worked, { outcome: 'blocked', summary: report.result.reason }, 'agent_reported_blocked')
  }
  if (report.result.kind === 'malformed') {
    return retryOrBlock(worked, { outcome: 'result_malformed', summary: report.result.problem }, policy)
  }
  return { at: 'judging-changes', attempt: state.attempt, history: state.history, report }
}

function afterDiscard(state: At<'discarding-attempt'>): UnitState {
  const { failed, history, afterwards } = state
  const { attempt, outcome, summary, output } = failed
  const next = failed.counted ? [...history, { attempt, outcome, summary, output }] : history
  if (afterwards.go === 'retry') return { at: 'writing-prompt', attempt: attempt + 1, history: next }
  if (afterwards.go === 'block')
    return { at: 'blocking-unit', reason: afterwards.reason, summary, history: next }
  return { at: 'finished', outcome: afterwards.outcome, attempt, history: next }
}

const broken = {
  'effect-failed': (
    event: EffectFailed,
    state: { readonly attempt: number; readonly history: readonly Evidence[] },
  ): UnitState => ({
    at: 'finished',
    outcome: { kind: 'failed', failure: toFailure(event) },
    attempt: state.attempt,
    history: state.history,
  }),
}

/** The way out of everything that may be cut short: what was done is kept, the attempt does not count. */
const cut = {
  ...broken,
  interrupted: ({ signal }: Interrupted, state: Decided): UnitState => {
    const outcome = { kind: 'interrupted', signal } as const
    return discard(state, { outcome: 'interrupted', summary: signal }, false, { go: 'stop', outcome })
  },
}

const whole = (
  state: At<'blocking-unit'> | At<'discarding-attempt'>,
): { attempt: number; history: readonly Evidence[] } => ({
  attempt: state.at === 'discarding-attempt' ? state.failed.attempt : state.history.length,
  history: state.history,
})

/** The whole life of a unit. Read it as: in this state, this event leads to that state. */
export const unitTable: Table<UnitState, UnitEvent, UnitPolicy> = {
  'writing-prompt': { ...cut, 'prompt-written': (_event, state) => ({ ...state, at: 'running-agent' }) },
  'running-agent': {
    ...cut,
    'agent-exited': ({ report }, state, policy) => afterAgent(state, report, policy),
  },
  'judging-changes': {
    ...cut,
    'changes-accepted': ({ files }, state) => ({ ...state, at: 'building-candidate', files }),
    'changes-refused': ({ outcome, summary, tampering }, state, policy) =>
      tampering
        ? blockNow(state, { outcome, summary }, 'tampering')
        : retryOrBlock(state, { outcome, summary }, policy),
  },
  'building-candidate': {
    ...cut,
    'candidate-built': ({ tree }, state) => ({ ...state, at: 'verifying', tree, again: false }),
  },
  verifying: {
    ...cut,
    'verification-passed': ({ report: verification }, { at: _at, again: _again, ...state }) => ({
      ...state,
      at: 'committing',
      verification,
    }),
    'verification-failed': ({ summary, evidence }, state, policy) =>
      retryOrBlock(state, { outcome: 'failed', summary, output: evidence }, policy),
    'tree-mutated': ({ files }, state, policy) =>
      state.again
        ? retryOrBlock(
            state,
            { outcome: 'verification_mutated_tree', summary: `verification changed ${files.join(', ')}` },
            policy,
          )
        : { ...state, again: true },
  },
  committing: {
    // No `interrupted` from here on: a commit that has begun is always finished.
    ...broken,
    'commit-created': ({ commit }, state) => ({ ...state, at: 'moving-ref', commit }),
  },
  'moving-ref': {
    ...broken,
    'ref-moved': (_event, { at: _at, verification: _verification, ...state }) => ({
      ...state,
      at: 'recording-commit',
    }),
  },
  'recording-commit': {
    ...broken,
    'commit-recorded': (_event, { commit, attempt, history }) => ({
      at: 'finished',
      outcome: { kind: 'committed', commit, attempts: attempt },
      attempt,
      history,
    }),
  },
  'discarding-attempt': {
    'attempt-discarded': (_event, state) => afterDiscard(state),
    'effect-failed': (event, state) => broken['effect-failed'](event, whole(state)),
  },
  'blocking-unit': {
    'unit-blocked': (_event, { reason, summary, history }) => ({
      at: 'finished',
      outcome: { kind: 'blocked', reason, summary },
      attempt: history.length,
      history,
    }),
    'effect-failed': (event, state) => broken['effect-failed'](event, whole(state)),
  },
  finished: {},
}

/** One step of a unit. Pure. */
export function unitTransition(state: UnitState, event: UnitEvent, policy: UnitPolicy): UnitState {
  return step(unitTable, state, event, policy)
}
