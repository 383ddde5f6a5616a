import { startedProcesses } from '@gatecycle/agents'
import { startedGitPrograms } from './git-process.ts'

/**
 * Who may have written to the files of a worktree since they were seen. As long as no agent, command or hook was started and nothing
 * of our own was written, they are as they were.
 */
export interface WorktreeWrites {
  /** They have just been looked through. */
  seen(): void
  /** Whether they are as they were then. */
  none(): boolean
  /** Whether nobody but us wrote, and nothing but these files. */
  onlyTo(paths: readonly string[]): boolean
  /** We write: to this file, or to more than can be named. */
  add(path?: string): void
}

export function createWorktreeWrites(): WorktreeWrites {
  const written = new Set<string>()
  let stirred = 0
  let then: string | undefined
  const now = (): string => [startedProcesses(), startedGitPrograms(), stirred].join(' ')
  return {
    seen: () => {
      then = now()
      written.clear()
    },
    none: () => then === now() && written.size === 0,
    onlyTo: (paths) => then === now() && [...written].every((path) => paths.includes(path)),
    add: (path) => {
      if (path === undefined) stirred += 1
      else written.add(path)
    },
  }
}
