import { existsSync, rmSync } from 'node:fs'
import type { Git } from '../../ports.ts'
import { createRunWorktree, type RunWorktree } from './run-worktree.ts'

interface RoomOrder {
  /** Where it is made: a folder that is the driver's own. */
  readonly path: string
  readonly repository: Git
  readonly env: Readonly<Record<string, string | undefined>>
  readonly base: string
  readonly tree: string
}

/** A worktree that holds a tree and nothing else: no ignored file, no link, nothing that was left. */
export async function openCleanRoom({ path, repository, env, base, tree }: RoomOrder): Promise<RunWorktree> {
  await closeCleanRoom(path, repository)
  const room = createRunWorktree({ path, repository, env, isRoom: true })
  await room.prepare(base)
  await room.putTo(base, tree)
  return room
}

/** Takes it away with all that was made in it. Safe to do twice. */
export async function closeCleanRoom(path: string, repository: Git): Promise<void> {
  if (!existsSync(path)) return
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  await repository.run(['worktree', 'prune'])
}
