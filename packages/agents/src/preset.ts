import type { ProcessEnd } from './process-end.ts'

/** One thing to do for an agent. */
export interface AgentJob {
  readonly prompt: string
  /** Goes before the profile's. */
  readonly model?: string
  readonly effort?: string
  readonly cwd: string
}

/** How the repository wants an agent to be called. */
export interface AgentProfile {
  readonly name: string
  readonly preset: string
  readonly bin: string
  readonly args: readonly string[]
  readonly model?: string
  readonly effort?: string
  readonly env: Readonly<Record<string, string>>
  /** Names of the driver's environment that reach the agent although they look like secrets. */
  readonly pass: readonly string[]
}

/** How a process is called for one job. */
export interface Invocation {
  readonly argv: readonly [string, ...string[]]
  /** Added to the filtered environment. */
  readonly env: Readonly<Record<string, string>>
  /** The prompt always goes here: an argument of 200 KB cannot be started. */
  readonly stdin: string
}

/** What became of an attempt; decides whether it counts, is repeated, or waits. */
export type AgentClass =
  | 'ok'
  | 'empty'
  | 'usage_limit'
  | 'rate'
  | 'overloaded'
  | 'auth'
  | 'network'
  | 'model'
  | 'context'
  | 'output_cut'
  | 'refusal'
  | 'denied'
  | 'max_turns'
  | 'budget'
  | 'stalled'
  | 'timed_out'
  | 'interrupted'
  | 'crash'
  | 'config'

export interface AgentOutcome {
  readonly class: AgentClass
  /** What the agent said last; at most its end. */
  readonly text: string
  /** Undefined is unknown, which is not zero. */
  readonly costUsd: number | undefined
  readonly inputTokens: number | undefined
  readonly outputTokens: number | undefined
  /** Why it is this class, for a person. */
  readonly detail?: string
  /** When the limit ends: ISO 8601, UTC. */
  readonly resetAt?: string
}

/** Reads standard output as it comes and never throws, whatever it is fed. */
export interface OutputParser {
  readonly push: (text: string) => void
  /** Called once; what the driver did itself is decided by the caller. */
  readonly finish: (end: ProcessEnd) => AgentOutcome
}

/** All we know about one kind of agent, as two pure functions. */
export interface Preset {
  readonly name: string
  readonly build: (job: AgentJob, profile: AgentProfile) => Invocation
  readonly createParser: () => OutputParser
}
