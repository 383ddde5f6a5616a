import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessFacts } from './process-facts.ts'
import { isAlive } from './process-table.ts'

/** A process that was told to end. */
export interface EndedProcess {
  readonly pid: number
  readonly startTime: string
  readonly name: string
  /** The last signal it was sent. */
  readonly signal: 'SIGTERM' | 'SIGKILL'
  /** False when it is still there: it belongs to somebody else, or hangs in the kernel. */
  readonly gone: boolean
}

export interface EndingPatience {
  /** Time between SIGTERM and SIGKILL, given once. */
  readonly graceMs: number
}

const maxRounds = 10
const pollMs = 20
const killedWithinMs = 1000

/**
 * Ends what `find` finds until it finds nothing: SIGTERM, then SIGKILL to those that stay and to those that come
 * later. Gives up after ten rounds. A pid that meanwhile belongs to another process is not signalled.
 */
export async function endProcesses(
  find: () => readonly ProcessFacts[],
  { graceMs }: EndingPatience,
): Promise<readonly EndedProcess[]> {
  const ended = new Map<string, EndedProcess>()
  let patience = graceMs
  let emptyScans = 0
  for (let round = 0; round < maxRounds && emptyScans < 2; round += 1) {
    const found = find().filter((process) => ended.get(keyOf(process))?.gone !== false)
    // A process in the middle of exec shows no environment for a moment: one empty scan proves nothing.
    emptyScans = found.length === 0 ? emptyScans + 1 : 0
    for (const process of await endAll(found, patience)) ended.set(keyOf(process), process)
    if (found.length > 0) patience = 0
  }
  return [...ended.values()]
}

function keyOf({ pid, startTime }: Pick<ProcessFacts, 'pid' | 'startTime'>): string {
  return `${pid} ${startTime}`
}

async function endAll(found: readonly ProcessFacts[], graceMs: number): Promise<readonly EndedProcess[]> {
  const alive = found.filter(isAlive)
  const stubborn = graceMs > 0 ? await signalAll(alive, 'SIGTERM', graceMs) : alive
  const left = new Set(await signalAll(stubborn, 'SIGKILL', killedWithinMs))
  const killed = new Set(stubborn)
  return alive.map((process) => ({
    pid: process.pid,
    startTime: process.startTime,
    name: process.name,
    signal: killed.has(process) ? 'SIGKILL' : 'SIGTERM',
    gone: !left.has(process),
  }))
}

/** Those that are still there when the time is over. Nobody waits for a process that may not be signalled. */
async function signalAll(
  processes: readonly ProcessFacts[],
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<readonly ProcessFacts[]> {
  let signalled = processes.filter((process) => isAlive(process) && trySignal(process.pid, signal))
  const refused = processes.filter((process) => !signalled.includes(process))
  const until = performance.now() + waitMs
  while (signalled.length > 0 && performance.now() < until) {
    await delay(pollMs)
    signalled = signalled.filter(isAlive)
  }
  return [...signalled, ...refused.filter(isAlive)]
}

/** Sends a signal (to a group when the pid is negative); false when there is nobody we may signal. */
export function trySignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
