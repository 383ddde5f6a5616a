import type { Action } from '../../packages/test-kit/src/index.ts'

/** One way in which an honest agent does its work; none of them may be stopped under the default configuration. */
export interface HonestKind {
  readonly name: string
  readonly agent: readonly Action[]
  /** More front matter of the unit, where the work has to be declared. */
  readonly unit?: readonly string[]
}
