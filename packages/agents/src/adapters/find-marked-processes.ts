import type { RunMark } from '../run-mark.ts'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'
import { readProcessTable } from './process-table.ts'

/** What a look at the system found; `supported: false` means nobody could look, not that nothing is there. */
export interface ProcessScan {
  readonly supported: boolean
  readonly processes: readonly ProcessFacts[]
}

/**
 * The live processes that carry the mark in their environment, wherever they were moved to: another group, session
 * or parent. This process and its ancestors are left out.
 */
export function findMarkedProcesses(mark: RunMark): ProcessScan {
  const table = readProcessTable()
  return table === undefined ? { supported: false, processes: [] } : findMarked(table, mark)
}

/** The same, with the processes of one session, which may have emptied their environment. */
export function findRunProcesses(mark: RunMark, session: number): ProcessScan {
  const table = readProcessTable()
  if (table === undefined) return { supported: false, processes: [] }
  const marked = findMarked(table, mark).processes
  // A pid is free for others only after its session is empty: a process with this pid is then not the one we started.
  const isTaken = table.processes.some(({ pid }) => pid === session)
  const members = isTaken ? [] : table.processes.filter((process) => process.session === session)
  return { supported: true, processes: [...new Set([...members, ...marked])] }
}

function findMarked(table: ProcessTable, { variable, token }: RunMark): ProcessScan {
  const own = ownLine(table.processes)
  const entry = `${variable}=${token}`
  const processes = table.processes.filter(({ pid }) => !own.has(pid) && table.hasEntry(pid, entry))
  return { supported: true, processes }
}

/** This process and its ancestors, which carry the mark when a driver runs below another one. */
function ownLine(processes: readonly ProcessFacts[]): ReadonlySet<number> {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]))
  const line = new Set<number>()
  let pid: number | undefined = process.pid
  while (pid !== undefined && !line.has(pid)) {
    line.add(pid)
    pid = parents.get(pid)
  }
  return line
}
