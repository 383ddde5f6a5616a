import { readDarwinProcess, readDarwinProcesses } from './darwin-processes.ts'
import { readLinuxProcess, readLinuxProcesses, readYoungestLinuxPid } from './linux-processes.ts'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

/** The processes of this system without zombies, or undefined where we do not know how to see them. */
export function readProcessTable(): ProcessTable | undefined {
  if (process.platform === 'linux') return readLinuxProcesses()
  if (process.platform === 'darwin') return readDarwinProcesses()
  return undefined
}

/** A reader of the table that looks again only when a process has come since: who is in it may have ended meanwhile. */
export function createTableReader(): () => ProcessTable | undefined {
  let known: { readonly table: ProcessTable | undefined; readonly youngest: string } | undefined
  return () => {
    const youngest = process.platform === 'linux' ? readYoungestLinuxPid() : undefined
    if (youngest === undefined) return readProcessTable()
    if (known?.youngest !== youngest) known = { table: readProcessTable(), youngest }
    return known.table
  }
}

/** Whether this very process, not another one with its pid, is still alive; a zombie is not. */
export function isAlive({ pid, startTime }: ProcessFacts): boolean {
  const now = process.platform === 'darwin' ? readDarwinProcess(pid) : readLinuxProcess(pid)
  return now !== undefined && now.startTime === startTime
}
