import type { Failure, StopSignal } from './failure.ts'

/** How an agent process ended, as far as the machine treats it differently. */
export interface AgentReport {
  /** The classes of docs/guide/agents.md; `ok` says nothing about the work, only about the process. */
  readonly class: string
  readonly detail: string
  readonly result: ResultReport
  readonly costUsd: number | undefined
  readonly inputTokens: number | undefined
  readonly outputTokens: number | undefined
  readonly durationMs: number
}

/** What the agent says of its own work. It can make things worse, never better. */
export type ResultReport =
  | { readonly kind: 'complete'; readonly filesChanged: readonly string[] }
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly problem: string }

/** Why an attempt did not become a commit; the names are those of `attempt_outcome` in the event log. */
export type AttemptFailure =
  | 'failed'
  | 'blocked'
  | 'interrupted'
  | 'timed_out'
  | 'stalled'
  | 'empty_answer'
  | 'agent_failed'
  | 'result_malformed'
  | 'out_of_scope'
  | 'secret_found'
  | 'too_large'
  | 'oracle_surface_failed'
  | 'not_red'
  | 'prep_halted'
  | 'plan_touched'
  | 'verification_mutated_tree'
  | 'deliverable_missing'
  | 'no_deliverable_files'
  | 'closing_deliverable_missing'
  | 'commit_refused'
  | 'provider_unavailable'

/**
 * What has to be shown of a candidate besides verification: that it passes under the oracle as it was before the unit, too, and
 * that its own test fails without it.
 */
export type Proof = 'old-oracle' | 'red'

/** How each verification command answered, in the order it was declared. */
export interface VerificationReport {
  readonly results: readonly { readonly set: string; readonly name: string; readonly answer: string }[]
  /** Over commands and answers. */
  readonly digest: string
}

/** How far an attempt came that did not pass: what is left by the verification's own count, and the tree it was counted on. */
export interface Progress {
  readonly findings: number
  readonly tree: string
}

/** What an earlier attempt left for the next prompt. */
export interface Evidence {
  readonly attempt: number
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output: string
  /** What failed, without what differs from run to run: two failures of one signature are the same failure. */
  readonly signature?: string
  readonly progress?: Progress
}

/** An attempt that will not be committed. `counted` says whether it uses up one of the unit's attempts. */
export interface FailedAttempt {
  readonly attempt: number
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output: string
  readonly counted: boolean
  readonly report: AgentReport | undefined
  readonly signature?: string
  readonly progress?: Progress
}

/** Where a failed attempt leads once its content is safe. */
export type Afterwards =
  | { readonly go: 'retry' }
  | { readonly go: 'block'; readonly reason: BlockReason }
  | { readonly go: 'stop'; readonly outcome: UnitOutcome }

export type BlockReason =
  | 'attempts_exhausted'
  | 'agent_reported_blocked'
  | 'tampering'
  | 'spinning'
  | 'red_is_green'
  | 'not_converging'

/** How a unit left the machine. */
export type UnitOutcome =
  | { readonly kind: 'committed'; readonly commit: string; readonly attempts: number }
  | { readonly kind: 'blocked'; readonly reason: BlockReason; readonly summary: string }
  | { readonly kind: 'environment'; readonly summary: string }
  | { readonly kind: 'parked'; readonly summary: string }
  | { readonly kind: 'interrupted'; readonly signal: StopSignal }
  | { readonly kind: 'failed'; readonly failure: Failure }
