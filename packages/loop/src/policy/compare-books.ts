import { unitsOf, type Feature } from '@gatecycle/plan-model'

/** What history and log say of the units, by id. */
export interface Landed {
  /** Units with a commit of their own that nobody took back. */
  readonly byCommit: ReadonlySet<string>
  /** Units of which the log says that they landed, and does not say that they were undone. */
  readonly byLog: ReadonlySet<string>
}

/** Where the front matter of the units says something else than commits and log. Pure. */
export function compareBooks(feature: Feature, { byCommit, byLog }: Landed): readonly string[] {
  return unitsOf(feature).flatMap(({ id, status, fileName }) => {
    const isLanded = byCommit.has(id) || byLog.has(id)
    if (status === 'done' && !isLanded)
      return [`${fileName} says done, but no commit and no line of the log tells that ${id} landed`]
    if (status !== 'done' && byCommit.has(id))
      return [`${fileName} says ${status.replaceAll('_', ' ')}, but a commit of ${id} is in the history`]
    return []
  })
}
