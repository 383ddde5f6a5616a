import { randomBytes } from 'node:crypto'
import { openShellSession, type ShellOrder, type ShellSession } from './git-shell-session.ts'
import type { GitAnswer, GitCall } from './git-process.ts'

/**
 * Git commands one after the other from one small shell. To fork a process of Node's size takes longer than most git commands run:
 * 2.4 ms of the driver's own time against 0.1 ms, and four times that on a busy machine.
 */
export interface GitShell {
  call(call: ShellCall): Promise<GitAnswer>
}

/** The shell is started for a command, ends when nothing came for a while, and dies with us: its stdin is ours. */
export function createGitShell(): GitShell {
  // What ends an answer; nobody can have written it into a file before.
  const marker = randomBytes(16).toString('hex')
  const queue: ShellOrder[] = []
  let session: ShellSession | undefined
  let isBusy = false
  const next = (): void => {
    const order = isBusy ? undefined : queue.shift()
    if (order === undefined) return
    // A fork that fails for want of memory is thrown (node:child_process); busy is who has a session.
    session ??= openShellSession(marker, {
      free: () => {
        isBusy = false
        next()
      },
      over: () => {
        session = undefined
        isBusy = false
        next()
      },
    })
    isBusy = true
    session.run(order)
  }
  return {
    call: async (call) =>
      new Promise((resolve, reject) => {
        queue.push({ call, resolve, reject })
        next()
      }),
  }
}

/** What a shell can run: its input, if any, is a text. */
export type ShellCall = GitCall & { readonly input?: string | undefined }

/** Longer input goes to a process of its own; a byte 0 cannot stand in a script. */
export function fitsShell(call: GitCall): call is ShellCall {
  const { input = '' } = call
  if (process.platform === 'win32' || typeof input !== 'string') return false
  return input.length < 100_000 && !input.includes('\0')
}
