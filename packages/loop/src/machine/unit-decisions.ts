import type {
  Afterwards,
  AgentReport,
  AttemptFailure,
  BlockReason,
  Evidence,
  FailedAttempt,
  Progress,
} from './unit-attempt.ts'
import { attemptsSinceBest } from './progress.ts'
import type { UnitEvent, UnitState } from './unit-state.ts'

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

/** What is known of an attempt when it is decided; `report` once an agent has worked. */
export interface Decided {
  readonly attempt: number
  readonly history: readonly Evidence[]
  readonly report?: AgentReport
}

/** What was found against an attempt. */
export interface Verdict {
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output?: string
  readonly signature?: string
  readonly progress?: Progress
}

/** The attempt ends here; its content is kept first, and then goes on as `afterwards` says. */
export function discard(
  state: Decided,
  verdict: Verdict,
  counted: boolean,
  afterwards: Afterwards,
): UnitState {
  const { attempt, history, report } = state
  const failed: FailedAttempt = { attempt, output: '', counted, report, ...verdict }
  return { at: 'discarding-attempt', failed, history, afterwards }
}

/**
 * A counted failure: another attempt where one is left, else a person is needed. An attempt that fails as an earlier one did has
 * learned nothing from its evidence; a third would be paid for the same answer.
 */
export function retryOrBlock(state: Decided, verdict: Verdict, { maxAttempts }: UnitPolicy): UnitState {
  const last = state.attempt >= maxAttempts
  const end: Afterwards = last ? { go: 'block', reason: 'attempts_exhausted' } : { go: 'retry' }
  if (verdict.progress !== undefined) return iterate(state, verdict, verdict.progress, end)
  const twin = state.history.find(
    ({ signature }) => signature !== undefined && signature === verdict.signature,
  )
  if (twin !== undefined) {
    const summary = `attempts ${twin.attempt} and ${state.attempt} failed in the same way: ${verdict.summary}`
    return blockNow(state, { ...verdict, summary }, 'spinning')
  }
  return discard(state, verdict, true, end)
}

/** An attempt that comes nearer is worth another one, even where it fails in the same tests; two that do not are not. */
function iterate(state: Decided, verdict: Verdict, progress: Progress, end: Afterwards): UnitState {
  const stalled = attemptsSinceBest(state.history, progress)
  if (stalled < 2) return discard(state, verdict, true, end)
  const summary = `${stalled} attempts in a row left no fewer findings than the best before them: ${verdict.summary}`
  return blockNow(state, { ...verdict, summary }, 'not_converging')
}

/** What verification found against a candidate; a count of findings says how near it came. */
export function toVerdict(
  { summary, evidence, signature, findings }: Extract<UnitEvent, { type: 'verification-failed' }>,
  { tree }: At<'verifying'>,
): Verdict {
  const progress = findings === undefined ? {} : { progress: { findings, tree } }
  return { outcome: 'failed', summary, output: evidence, signature, ...progress }
}

/** A failure that no other attempt could mend. */
export function blockNow(state: Decided, verdict: Verdict, reason: BlockReason): UnitState {
  return discard(state, verdict, true, { go: 'block', reason })
}

/** What the end of the agent process means for the unit. */
export function afterAgent(state: At<'running-agent'>, report: AgentReport, policy: UnitPolicy): UnitState {
  const worked = { ...state, report }
  const stop = notTheWork[report.class]
  if (stop !== undefined) {
    const outcome = stop === 'parked' ? 'provider_unavailable' : 'agent_failed'
    const [reason = ''] = report.detail.split('\n')
    const summary = `agent: ${report.class}${reason === '' ? '' : `: ${reason}`}`
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

/** A candidate that passed goes on to what else has to be shown of it, and is committed when nothing has. */
export function afterVerification(state: Omit<At<'committing'>, 'at'>): UnitState {
  return state.proofs.includes('old-oracle') ? { ...state, at: 'checking-old-oracle' } : afterOldOracle(state)
}

/** The last that may be owed is a test that fails without the work. */
export function afterOldOracle(state: Omit<At<'committing'>, 'at'>): UnitState {
  return { ...state, at: state.proofs.includes('red') ? 'checking-red' : 'committing' }
}

interface Halt {
  readonly summary: string
  readonly evidence: string
}

/** What an agent would work with is not there: nobody was paid, and no attempt counts. */
export function haltBeforeAgent(state: Decided, { summary, evidence }: Halt): UnitState {
  const verdict = { outcome: 'prep_halted', summary, output: evidence } as const
  return discard(state, verdict, false, { go: 'stop', outcome: { kind: 'environment', summary } })
}

/** The test that shall show the work passes without it: a person has to say what is meant, before anybody is paid. */
export function refuseGreenRed(state: Decided, { summary, evidence }: Halt): UnitState {
  const verdict = { outcome: 'prep_halted', summary, output: evidence } as const
  return discard(state, verdict, false, { go: 'block', reason: 'red_is_green' })
}

/** The repository's own hooks stand in the way, whatever an agent does: the attempt does not count, and a person looks. */
export function stopForHooks(state: Decided, summary: string): UnitState {
  const verdict = { outcome: 'commit_refused', summary } as const
  return discard(state, verdict, false, { go: 'stop', outcome: { kind: 'environment', summary } })
}

/** Where a unit goes once the content of a failed attempt is safe. */
export function afterDiscard(state: At<'discarding-attempt'>): UnitState {
  const { failed, history, afterwards } = state
  const next = failed.counted ? [...history, toEvidence(failed)] : history
  if (afterwards.go === 'retry') return { at: 'writing-prompt', attempt: failed.attempt + 1, history: next }
  if (afterwards.go === 'block')
    return { at: 'blocking-unit', reason: afterwards.reason, summary: failed.summary, history: next }
  return { at: 'finished', outcome: afterwards.outcome, attempt: failed.attempt, history: next }
}

function toEvidence(failed: FailedAttempt): Evidence {
  const { attempt, outcome, summary, output, signature, progress } = failed
  return {
    attempt,
    outcome,
    summary,
    output,
    ...(signature === undefined ? {} : { signature }),
    ...(progress === undefined ? {} : { progress }),
  }
}
