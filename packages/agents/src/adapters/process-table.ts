import { readDarwinProcess, readDarwinProcesses } from './darwin-processes.ts'
import {
  newestLinuxNumber,
  readLinuxProcess,
  readLinuxProcesses,
  scanLinuxProcesses,
} from './linux-processes.ts'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

/** The processes of this system without zombies, or undefined where we do not know how to see them. */
export function readProcessTable(): ProcessTable | undefined {
  if (process.platform === 'linux') return readLinuxProcesses()
  if (process.platform === 'darwin') return readDarwinProcesses()
  return undefined
}

/** The same, faster, for whoever looks often and looks again at whom it finds (`lookAgain`): some may have ended. */
export function scanProcessTable(): ProcessTable | undefined {
  return process.platform === 'linux' ? scanLinuxProcesses() : readProcessTable()
}

/** The number that the system gave last to a process or thread; undefined where it does not say. */
export function newestNumber(): number | undefined {
  return process.platform === 'linux' ? newestLinuxNumber() : undefined
}

/** What a process is now; undefined when it ended, whoever has its number. A zombie has ended. */
export function lookAgain({ pid, startTime }: ProcessFacts): ProcessFacts | undefined {
  const now = process.platform === 'darwin' ? readDarwinProcess(pid) : readLinuxProcess(pid)
  return now?.startTime === startTime ? now : undefined
}

/** Whether this very process, not another one with its pid, is still alive; a zombie is not. */
export function isAlive(facts: ProcessFacts): boolean {
  return lookAgain(facts) !== undefined
}
