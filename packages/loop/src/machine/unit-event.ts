import type { EffectFailed, Interrupted } from './failure.ts'

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
  | 'plan_touched'
  | 'verification_mutated_tree'
  | 'deliverable_missing'
  | 'no_deliverable_files'
  | 'closing_deliverable_missing'
  | 'provider_unavailable'

/** How each verification command answered, in the order it was declared. */
export interface VerificationReport {
  readonly results: readonly { readonly set: string; readonly name: string; readonly answer: string }[]
  /** Over commands and answers. */
  readonly digest: string
}

export type UnitEvent =
  | { readonly type: 'prompt-written' }
  | { readonly type: 'agent-exited'; readonly report: AgentReport }
  | { readonly type: 'changes-accepted'; readonly files: readonly string[] }
  | {
      readonly type: 'changes-refused'
      readonly outcome: AttemptFailure
      readonly summary: string
      readonly tampering: boolean
    }
  | { readonly type: 'candidate-built'; readonly tree: string }
  | { readonly type: 'verification-passed'; readonly report: VerificationReport }
  | { readonly type: 'verification-failed'; readonly summary: string; readonly evidence: string }
  | { readonly type: 'tree-mutated'; readonly files: readonly string[] }
  | { readonly type: 'commit-created'; readonly commit: string }
  | { readonly type: 'ref-moved' }
  | { readonly type: 'commit-recorded' }
  | { readonly type: 'attempt-discarded'; readonly rescueRef: string | undefined }
  | { readonly type: 'unit-blocked'; readonly commit: string }
  | Interrupted
  | EffectFailed
