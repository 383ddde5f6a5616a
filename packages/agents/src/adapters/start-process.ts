import type { Readable, Writable } from 'node:stream'
import type { Ending } from '../process-end.ts'
import type { ProcessOrder } from '../process-order.ts'
import { markedEnvironment } from '../run-mark.ts'
import { toSpawnFailure } from './spawn-failure.ts'

/** How the system says that a process ended. */
export interface Exit {
  readonly code: number | undefined
  readonly signal: string | undefined
}

export interface StartedProcess {
  /** Also the number of its process group and of its session. */
  readonly pid: number
  readonly exited: Promise<Exit>
  readonly stdin: Writable | undefined
  readonly stdout: Readable
  readonly stderr: Readable
  /** Lets the driver end although the process did not. */
  readonly release: () => void
}

/** Execa takes this for a bug of ours, but an argument may come from a plan. */
const byteZero: Ending = { kind: 'spawn-failed', reason: 'other', message: 'an argument holds a byte 0' }

/** Starts the process of an order in its own session; its output waits until somebody reads it. */
export async function startProcess(order: ProcessOrder): Promise<StartedProcess | Ending> {
  // Loading execa takes 50 ms, which commands that start no process should not pay.
  const { execa } = await import('execa')
  if (order.signal?.aborted === true) return { kind: 'interrupted' }
  if ([...order.argv, order.cwd].some((text) => text.includes('\0'))) return byteZero
  const [program, ...args] = order.argv
  const child = execa(program, args, {
    cwd: order.cwd,
    env: markedEnvironment(order.env, order.mark),
    extendEnv: false,
    detached: true,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    stdin: order.stdin === undefined ? 'ignore' : 'pipe',
  })
  const { pid, stdout, stderr } = child
  if (pid === undefined) return toSpawnFailure((await child).code, order)
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }))
  })
  return { pid, exited, stdin: child.stdin ?? undefined, stdout, stderr, release: () => child.unref() }
}
