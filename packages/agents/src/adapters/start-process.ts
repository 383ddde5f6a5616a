import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { containedArgv, survivorsDescriptor, uncontained } from '../containment.ts'
import type { Ending } from '../process-end.ts'
import type { ProcessOrder } from '../process-order.ts'
import { markedEnvironment } from '../run-mark.ts'
import { findProgram } from './find-program.ts'
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
  /** Where a namespace says how many processes ended with it. */
  readonly survivors: Readable | undefined
  /** Lets the driver end although the process did not. */
  readonly release: () => void
}

/** Execa takes this for a bug of ours, but an argument may come from a plan. */
const byteZero: Ending = { kind: 'spawn-failed', reason: 'other', message: 'an argument holds a byte 0' }

/** Loads what starts processes, for whoever has time before the first one. */
export async function loadProcessStarter(): Promise<void> {
  await import('execa')
}

/** Starts the process of an order in its own session; its output waits until somebody reads it. */
export async function startProcess(order: ProcessOrder): Promise<StartedProcess | Ending> {
  // Loading execa takes 50 ms, which commands that start no process should not pay.
  const { execa } = await import('execa')
  if (order.signal?.aborted === true) return { kind: 'interrupted' }
  if ([...order.argv, order.cwd].some((text) => text.includes('\0'))) return byteZero
  const argv = toArgv(order)
  if (argv === undefined) return toSpawnFailure('ENOENT', order)
  const [program, ...args] = argv
  const child = execa(program, args, {
    cwd: order.cwd,
    env: markedEnvironment(order.env, order.mark),
    extendEnv: false,
    detached: true,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    stdio: [
      order.stdin === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      isContained(order) ? 'pipe' : 'ignore',
    ],
  })
  const { pid, stdout, stderr } = child
  if (pid === undefined) return toSpawnFailure((await child).code, order)
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve(toExit(order, code ?? undefined, signal ?? undefined)))
  })
  return {
    pid,
    exited,
    stdin: child.stdin ?? undefined,
    stdout,
    stderr,
    // A pipe of ours, or nothing; execa's type allows both directions.
    survivors: (child.stdio[survivorsDescriptor] as Readable | null | undefined) ?? undefined,
    release: () => child.unref(),
  }
}

function isContained({ containment = uncontained }: ProcessOrder): boolean {
  return containment.level !== 'none'
}

/** The command to start; undefined when the program is not there, which a shell in between would tell as an exit code. */
function toArgv({
  argv,
  cwd,
  env,
  containment = uncontained,
}: ProcessOrder): ProcessOrder['argv'] | undefined {
  if (containment.level === 'none') return argv
  const [name, ...args] = argv
  // By its path: a shell would take `echo` or `exit` for a word of its own.
  const program = findProgram(name, { cwd, path: env['PATH'] })
  return program === undefined ? undefined : containedArgv([program, ...args], containment)
}

/** The shell of a namespace tells a signal as 128 and its number (POSIX.1-2017, 2.8.2). */
function toExit(order: ProcessOrder, code: number | undefined, signal: string | undefined): Exit {
  if (!isContained(order) || code === undefined || code <= 128) return { code, signal }
  const name = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0]
  return name === undefined ? { code, signal } : { code: undefined, signal: name }
}
