import type { SealedEvent } from '@gatecycle/event-schema'
import type { LogIndex } from '../../policy/log-index.ts'
import type { Proof } from '../../policy/prove-unit.ts'
import type { FeatureLogs } from './feature-logs.ts'
import type { RawCommit } from './read-history.ts'

/** What the logs at the end of a range say about commits as a whole: author, dates and parents are in no message. */
export interface LandedCommits {
  /** Whether a log names this commit, or one that was made on it: the id of a commit holds all of it and of what is before it. */
  readonly isNamed: (commit: string) => boolean
  /** The commit that landed a unit's tree, as the log of its feature has it. */
  readonly landingOf: (unit: string, tree: string) => string | undefined
}

/** Reads the logs at the end of a range; `commits` from the oldest, `features` those that it is about. */
export async function readLandedCommits(
  commits: readonly RawCommit[],
  features: ReadonlySet<string>,
  logs: FeatureLogs,
): Promise<LandedCommits> {
  const tip = commits.at(-1)?.id ?? ''
  const ends = await Promise.all([...features].map(async (feature) => logs.read(tip, feature)))
  const landings = ends.flatMap(landingsOf)
  const named = new Set(landings.map(({ payload }) => payload.commit))
  for (const { id, parents } of commits.toReversed()) {
    if (named.has(id)) for (const parent of parents) named.add(parent)
  }
  return {
    isNamed: (commit) => named.has(commit),
    landingOf: (unit, tree) =>
      landings.findLast(({ correlation_id: id, payload }) => id === unit && payload.tree === tree)?.payload
        .commit,
  }
}

function landingsOf(log: LogIndex | undefined): readonly SealedEvent<'unit_committed'>[] {
  if (log === undefined || log.problem !== undefined) return []
  return log.events.filter((event) => event.event_type === 'unit_committed')
}

const whole = 'author, dates and parents are those that landed'
const untold = 'no line of the log tells author and dates'

/** A proof with what is known of the commit as a whole; a commit that the log names otherwise was written again. */
export function withCommit(
  proof: Proof,
  { id, landedAs, isNamed }: { readonly id: string; readonly landedAs?: string; readonly isNamed: boolean },
): Proof & { readonly landedAs?: string } {
  if (proof.verdict !== 'proved') return proof
  if (isNamed) return { ...proof, reason: `${proof.reason}; ${whole}` }
  if (landedAs === undefined || landedAs === id) return { ...proof, reason: `${proof.reason}; ${untold}` }
  const reason = `written again: ${proof.reason}, but author, dates or parents are not those that landed`
  return { verdict: 'carried', reason, landedAs }
}
