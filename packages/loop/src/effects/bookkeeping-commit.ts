import { buildBookkeepingMessage } from '../policy/commit-message.ts'
import type { EventDraft } from '../ports.ts'
import { createDriverCommit } from './create-commit.ts'
import { runRefStays, swapRunRef } from './run-ref.ts'
import type { World } from './world.ts'

export interface Bookkeeping {
  readonly base: string
  readonly subject: string
  readonly trailers: readonly (readonly [string, string])[]
  /** Path from the top of the repository → new text. The event log is added. */
  readonly files: ReadonlyMap<string, string>
  readonly featurePath: string
  /** What becomes true by this commit, and is told in it or not at all. */
  readonly events?: readonly EventDraft[]
}

/** A commit of the driver's own on the run ref: exactly these files and the log, nothing else that lies about. */
export async function commitBookkeeping(
  world: World,
  { base, subject, trailers, files, featurePath, events = [] }: Bookkeeping,
): Promise<string> {
  const log = (await world.log()).textWith(events)
  await world.worktree.putTo(base)
  const logFile = `${featurePath}/events.jsonl`
  for (const [path, text] of files) world.worktree.write(path, text)
  world.worktree.write(logFile, log.text)
  const tree = await world.worktree.snapshot(base, [...files.keys(), logFile])
  const message = buildBookkeepingMessage(subject, [...trailers, ['Event-Log', log.head]])
  const { config } = await world.planAt(base)
  const commit = await createDriverCommit(world, { tree, parents: [base], message }, config)
  if (!(await swapRunRef(world, commit, base))) throw runRefStays(world, commit)
  await world.worktree.putTo(commit)
  return commit
}
