import type { SizeLimits } from '../policy/judge-content.ts'
import type { Isolation } from '../policy/isolation.ts'
import type { AgentProfile, ContainmentLevel } from '@gatecycle/agents'

/** How commits are made. */
export interface CommitConfig {
  /** What a unit's subject is made from. */
  readonly subject: string
  readonly hooks: 'run' | 'skip'
  /** `repository`: as git's own `commit.gpgsign` says. */
  readonly sign: 'repository' | 'always' | 'never'
}

/** The effective configuration: what both files say, with every default filled in. */
export interface Config {
  /** The profile that units get which name none. */
  readonly agent?: string | undefined
  readonly agents: ReadonlyMap<string, AgentProfile>
  /** The level that is asked for; a level that is not there stops the run. */
  readonly containment: ContainmentLevel | 'best'
  readonly env: { readonly pass: readonly string[]; readonly drop: readonly string[] }
  /** Whether agents work in a worktree of the driver's own, or in the checkout itself. */
  readonly isolation: Isolation
  /** Minutes. */
  readonly timeouts: { readonly attempt: number; readonly silence: number; readonly hook: number }
  /** The most that one attempt may change. */
  readonly limits: SizeLimits
  readonly commit: CommitConfig
  readonly attempts?: number | undefined
  /** Globs of files that belong to the oracle surface beyond the built-in list. */
  readonly oracle_surface: readonly string[]
}
