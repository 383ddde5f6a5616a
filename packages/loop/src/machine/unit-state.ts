import type { Failure, StopSignal } from './failure.ts'
import type { AgentReport, AttemptFailure, VerificationReport } from './unit-event.ts'

/** What an earlier attempt left for the next prompt. */
export interface Evidence {
  readonly attempt: number
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output: string
}

/** An attempt that will not be committed. `counted` says whether it uses up one of the unit's attempts. */
export interface FailedAttempt {
  readonly attempt: number
  readonly outcome: AttemptFailure
  readonly summary: string
  readonly output: string
  readonly counted: boolean
  readonly report: AgentReport | undefined
}

/** Where a failed attempt leads once its content is safe. */
export type Afterwards =
  | { readonly go: 'retry' }
  | { readonly go: 'block'; readonly reason: BlockReason }
  | { readonly go: 'stop'; readonly outcome: UnitOutcome }

export type BlockReason = 'attempts_exhausted' | 'agent_reported_blocked' | 'tampering'

/** How a unit left the machine. */
export type UnitOutcome =
  | { readonly kind: 'committed'; readonly commit: string; readonly attempts: number }
  | { readonly kind: 'blocked'; readonly reason: BlockReason; readonly summary: string }
  | { readonly kind: 'environment'; readonly summary: string }
  | { readonly kind: 'parked'; readonly summary: string }
  | { readonly kind: 'interrupted'; readonly signal: StopSignal }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What every state of an attempt carries: its number and what the attempts before it left. */
interface Attempt {
  readonly attempt: number
  readonly history: readonly Evidence[]
}

/** An agent has worked: what it reported goes along until the attempt is decided. */
interface Worked extends Attempt {
  readonly report: AgentReport
}

/** A tree that would be committed if verification passes on it. */
interface Candidate extends Worked {
  readonly files: readonly string[]
  readonly tree: string
}

/** Where a unit is. A state holds what its own effect needs, so the journal folded through the table is enough to resume. */
export type UnitState =
  | ({ readonly at: 'writing-prompt' } & Attempt)
  | ({ readonly at: 'running-agent' } & Attempt)
  | ({ readonly at: 'judging-changes' } & Worked)
  | ({ readonly at: 'building-candidate'; readonly files: readonly string[] } & Worked)
  | ({ readonly at: 'verifying'; readonly again: boolean } & Candidate)
  | ({ readonly at: 'committing'; readonly verification: VerificationReport } & Candidate)
  | ({
      readonly at: 'moving-ref'
      readonly verification: VerificationReport
      readonly commit: string
    } & Candidate)
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

/** A unit's first state, or the one to go on from after attempts that failed. */
export function startOfAttempt(attempt = 1, history: readonly Evidence[] = []): UnitState {
  return { at: 'writing-prompt', attempt, history }
}
