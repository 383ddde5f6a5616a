import type { GlobMatcher } from './judge-changes.ts'

/** What git did not look at when an attempt ended. */
export interface IgnoredFacts {
  /** Ignored files that were not there before. */
  readonly created: readonly string[]
  /** Those of them that only a rule hides which the attempt wrote. */
  readonly hidden: readonly string[]
}

interface Rules {
  readonly stateRoot: string
  readonly protect: readonly string[]
}

export interface HiddenRefusal {
  readonly outcome: 'plan_touched' | 'out_of_scope'
  readonly summary: string
  readonly tampering: boolean
}

/** A rule that an attempt writes may hide what it builds, not what it may not touch. Pure. */
export function judgeHidden(
  { hidden }: IgnoredFacts,
  { stateRoot, protect }: Rules,
  matches: GlobMatcher,
): HiddenRefusal | undefined {
  const state = hidden.filter((path) => path.startsWith(`${stateRoot}/`))
  if (state.length > 0) {
    const summary = `plan and verification files are not the agent's to edit, hidden or not: ${state.join(', ')}`
    return { outcome: 'plan_touched', summary, tampering: true }
  }
  const guarded = hidden.filter((path) => protect.length > 0 && matches(path, protect))
  if (guarded.length === 0) return undefined
  const summary = `the plan protects ${guarded.join(', ')}, and a new ignore rule does not change that: remove it`
  return { outcome: 'out_of_scope', summary, tampering: false }
}
