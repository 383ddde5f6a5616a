import { startedProcesses } from '@gatecycle/agents'
import { startedGitPrograms } from '../git/git-process.ts'

/**
 * Who may have written to the files of a worktree since they were seen. As long as no agent, command or hook was started and nothing
 * of our own was written, they are as they were.
 */
export interface WorktreeWrites {
  /** A look begins: what is written from here on, it may have missed. */
  begin(): Look
  /** The look that began there is over. */
  seen(look: Look): void
  /** Whether they are as they were then. */
  none(): boolean
  /** Whether nobody but us wrote, and nothing but these files. */
  onlyTo(paths: readonly string[]): boolean
  /** We write: to this file, or to more than can be named. */
  add(path?: string): void
}

/** When a look began, in writes. */
export interface Look {
  readonly others: string
  readonly ours: number
}

export function createWorktreeWrites(): WorktreeWrites {
  /** Path → when we wrote to it, counted in writes of ours. */
  const written = new Map<string, number>()
  let stirred = 0
  let ours = 0
  let then: string | undefined
  const now = (): string => [startedProcesses(), startedGitPrograms(), stirred].join(' ')
  return {
    begin: () => ({ others: now(), ours }),
    seen: (look) => {
      then = look.others
      for (const [path, when] of written) if (when <= look.ours) written.delete(path)
    },
    none: () => then === now() && written.size === 0,
    onlyTo: (paths) => then === now() && [...written.keys()].every((path) => paths.includes(path)),
    add: (path) => {
      ours += 1
      if (path === undefined) stirred += 1
      else written.set(path, ours)
    },
  }
}
