import type { EffectFailed, Interrupted } from './failure.ts'
import type {
  Afterwards,
  AgentReport,
  AttemptFailure,
  BlockReason,
  Evidence,
  FailedAttempt,
  Proof,
  UnitOutcome,
  VerificationReport,
} from './unit-attempt.ts'

/** What every state of an attempt carries: its number and what the attempts before it left. */
interface Attempt {
  readonly attempt: number
  readonly history: readonly Evidence[]
}

/** An agent has worked: what it reported goes along until the attempt is decided. */
interface Worked extends Attempt {
  readonly report: AgentReport
}

/** Changes that were accepted, and what has to be shown of them besides verification. */
interface Accepted extends Worked {
  readonly files: readonly string[]
  readonly proofs: readonly Proof[]
}

/** A tree that would be committed if verification passes on it. */
interface Candidate extends Accepted {
  readonly tree: string
}

/** A candidate that verification passed on. */
interface Verified extends Candidate {
  readonly verification: VerificationReport
}

/** Where a unit is. A state holds what its own effect needs, so the journal folded through the table is enough to resume. */
export type UnitState =
  | ({ readonly at: 'preparing-unit' } & Attempt)
  | ({ readonly at: 'writing-prompt' } & Attempt)
  | ({ readonly at: 'running-agent' } & Attempt)
  | ({ readonly at: 'judging-changes' } & Worked)
  | ({ readonly at: 'running-hooks' } & Accepted)
  | ({ readonly at: 'building-candidate' } & Accepted)
  | ({ readonly at: 'verifying'; readonly again: boolean } & Candidate)
  | ({ readonly at: 'checking-old-oracle' } & Verified)
  | ({ readonly at: 'checking-red' } & Verified)
  | ({ readonly at: 'committing' } & Verified)
  | ({ readonly at: 'moving-ref'; readonly commit: string } & Verified)
  | ({ readonly at: 'recording-commit'; readonly commit: string } & Candidate)
  | {
      readonly at: 'discarding-attempt'
      readonly failed: FailedAttempt
      readonly history: readonly Evidence[]
      readonly afterwards: Afterwards
    }
  | {
      readonly at: 'blocking-unit'
      readonly reason: BlockReason
      readonly summary: string
      readonly history: readonly Evidence[]
    }
  | {
      readonly at: 'finished'
      readonly outcome: UnitOutcome
      readonly history: readonly Evidence[]
      readonly attempt: number
    }

export type FinishedUnit = Extract<UnitState, { at: 'finished' }>

/** A unit's first state in a run, with the attempts that failed before. */
export function startOfUnit(attempt = 1, history: readonly Evidence[] = []): UnitState {
  return { at: 'preparing-unit', attempt, history }
}

/** What the world answered to an effect of the unit. */
export type UnitEvent =
  | { readonly type: 'unit-prepared' }
  | { readonly type: 'preparation-failed'; readonly summary: string; readonly evidence: string }
  | { readonly type: 'red-is-green'; readonly summary: string; readonly evidence: string }
  | { readonly type: 'prompt-written' }
  | { readonly type: 'agent-exited'; readonly report: AgentReport }
  | {
      readonly type: 'changes-accepted'
      readonly files: readonly string[]
      readonly proofs: readonly Proof[]
    }
  | {
      readonly type: 'changes-refused'
      readonly outcome: AttemptFailure
      readonly summary: string
      readonly tampering: boolean
    }
  | { readonly type: 'hooks-passed'; readonly files: readonly string[]; readonly proofs: readonly Proof[] }
  | { readonly type: 'hooks-refused'; readonly summary: string; readonly evidence: string }
  | { readonly type: 'hooks-unfit'; readonly summary: string }
  | { readonly type: 'candidate-built'; readonly tree: string }
  | { readonly type: 'verification-passed'; readonly report: VerificationReport }
  | {
      readonly type: 'verification-failed'
      readonly summary: string
      readonly evidence: string
      readonly signature: string
      /** What is left by its own count, where the unit goes on from attempt to attempt. */
      readonly findings?: number
    }
  | { readonly type: 'tree-mutated'; readonly files: readonly string[] }
  | { readonly type: 'old-oracle-passed' }
  | {
      readonly type: 'old-oracle-refused'
      readonly outcome: AttemptFailure
      readonly summary: string
      readonly evidence: string
    }
  | { readonly type: 'red-confirmed'; readonly report: VerificationReport }
  | {
      readonly type: 'red-refused'
      readonly outcome: AttemptFailure
      readonly summary: string
      readonly evidence: string
    }
  | { readonly type: 'commit-created'; readonly commit: string }
  | { readonly type: 'ref-moved' }
  | { readonly type: 'commit-recorded' }
  | { readonly type: 'attempt-discarded'; readonly rescueRef: string | undefined }
  | { readonly type: 'unit-blocked'; readonly commit: string }
  | Interrupted
  | EffectFailed
