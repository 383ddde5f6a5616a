import type { Verification } from '@gatecycle/plan-model'

/** What a rule may know besides the feature folder. What is left out is not judged. */
export interface LintContext {
  /** The path to show for a file that is named as seen from the feature folder. */
  readonly pathOf?: (name: string) => string
  /** The verification file of the state folder; `missing` when somebody looked and there is none. */
  readonly verification?: Verification | 'missing'
  /** Whether the feature's log is one of this driver's, with a chain of hashes. Asked only where it matters. */
  readonly hasSealedLog?: () => boolean
  /** The names of the feature folders of the same state folder, with or without this one. */
  readonly folders?: readonly string[]
}

/** The event log in a feature folder. */
export const logName = 'events.jsonl'

/** The verification file as seen from a feature folder. */
export const verificationName = '../../verification.yml'
