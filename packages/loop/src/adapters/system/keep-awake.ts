import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'

/** Whether this process stays for the sake of that one. */
export function keepAwake(child: ChildProcess, isAwake: boolean): void {
  const word = isAwake ? 'ref' : 'unref'
  child[word]()
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    // Pipes of a child process are sockets (node:child_process); the type does not say so.
    const socket = stream as Socket | null
    socket?.[word]()
  }
}
