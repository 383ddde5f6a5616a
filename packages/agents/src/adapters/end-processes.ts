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
    const found = find()
    // A process in the middle of exec shows no environment for a moment: one empty scan proves nothing.
    emptyScans = found.length === 0 ? emptyScans + 1 : 0
    for (const process of await endAll(found, patience)) {
      ended.set(`${process.pid} ${process.startTime}`, process)
    }
    if (found.length > 0) patience = 0
  }
  return [...ended.values()]
}

async function endAll(found: readonly ProcessFacts[], graceMs: number): Promise<readonly EndedProcess[]> {
  const stubborn = graceMs > 0 ? await signalAll(found, 'SIGTERM', graceMs) : found
  const left = new Set(await signalAll(stubborn, 'SIGKILL', killedWithinMs))
  const killed = new Set(stubborn)
  return found.map((process) => ({
    pid: process.pid,
    startTime: process.startTime,
    name: process.name,
    signal: killed.has(process) ? 'SIGKILL' : 'SIGTERM',
    gone: !left.has(process),
  }))
}

/** Those that are still alive when the time is over. */
async function signalAll(
  processes: readonly ProcessFacts[],
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<readonly ProcessFacts[]> {
  let alive = processes.filter(isAlive)
  for (const { pid } of alive) trySignal(pid, signal)
  const until = performance.now() + waitMs
  while (alive.length > 0 && performance.now() < until) {
    await delay(pollMs)
    alive = alive.filter(isAlive)
  }
  return alive
}

/** Sends a signal (to a group when the pid is negative); false when there is nobody we may signal. */
export function trySignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
