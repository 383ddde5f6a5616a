import type { RunMark } from '../run-mark.ts'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'
import { isAlive, lookAgain, newestNumber, readProcessTable, scanProcessTable } from './process-table.ts'

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
  return lookUntilQuiet(() => {
    const table = readProcessTable()
    if (table === undefined) return { supported: false, processes: [] }
    return { supported: true, processes: selectMarked(table, mark, process.pid) }
  })
}

/** On a machine where somebody always starts something, "nobody" is believed after so many looks. */
const mostLooks = 20

/** Who starts another process and ends while we look is met by no look: "nobody" counts when no number was given meanwhile. */
function lookUntilQuiet(look: () => ProcessScan): ProcessScan {
  for (let looks = 1; ; looks += 1) {
    const before = newestNumber()
    const scan = look()
    if (scan.processes.length > 0 || looks === mostLooks || newestNumber() === before) return scan
  }
}

/**
 * What this process started and marked, with the processes of one session, which may have emptied their environment. Who is older
 * than we are was not started by us: of a hundred processes most need not be asked for their environment.
 */
export function findRunProcesses(mark: RunMark, session: number): ProcessScan {
  return lookUntilQuiet(() => lookForRun(mark, session))
}

function lookForRun(mark: RunMark, session: number): ProcessScan {
  const table = scanProcessTable()
  if (table === undefined) return { supported: false, processes: [] }
  const self = table.processes.find(({ pid }) => pid === process.pid)
  const younger = table.processes
    .filter((other) => self === undefined || !startedBefore(other, self))
    // The leader of the session may have ended since it was read.
    .filter((other) => other.pid !== session || isAlive(other))
  const hasEntry: ProcessTable['hasEntry'] = (pid, entry) => table.hasEntry(pid, entry)
  const there = { processes: younger, hasEntry }
  const found = new Set([...selectSession(there, session), ...selectMarked(there, mark, process.pid)])
  // Others may have ended, too, or have gone on as another program.
  return { supported: true, processes: [...found].flatMap((process) => lookAgain(process) ?? []) }
}

/** Start times are numbers on Linux; where they are not, nobody is known to be older. */
function startedBefore(a: ProcessFacts, b: ProcessFacts): boolean {
  return Number(a.startTime) < Number(b.startTime)
}

/** Those with the mark but for `self` and its ancestors, which carry it when a driver runs below another one. */
export function selectMarked(
  table: ProcessTable,
  { variable, token }: RunMark,
  self: number,
): readonly ProcessFacts[] {
  const own = ownLine(table.processes, self)
  const entry = `${variable}=${token}`
  return table.processes.filter(({ pid }) => !own.has(pid) && table.hasEntry(pid, entry))
}

/**
 * What is left of a session whose leader ended. The system gives its number to another process only after all of it
 * is gone: whoever has that pid now is not the one that was started, and its session is not ours.
 */
export function selectSession({ processes }: ProcessTable, session: number): readonly ProcessFacts[] {
  if (processes.some(({ pid }) => pid === session)) return []
  return processes.filter((process) => process.session === session)
}

function ownLine(processes: readonly ProcessFacts[], self: number): ReadonlySet<number> {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]))
  const line = new Set<number>()
  let pid: number | undefined = self
  while (pid !== undefined && !line.has(pid)) {
    line.add(pid)
    pid = parents.get(pid)
  }
  return line
}
