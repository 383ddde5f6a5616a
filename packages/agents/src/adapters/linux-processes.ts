import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

/** What a look at the table left for the next one. */
interface Look {
  readonly processes: ReadonlyMap<number, ProcessFacts>
  readonly counts: Counts
  /** When they were counted: milliseconds of a clock that never goes back. */
  readonly at: number
}

/** How far the system has counted. */
interface Counts {
  /** The number that was given last (proc_loadavg(5)). */
  readonly youngest: number
  /** How many processes and threads there have been since the system started (proc_stat(5), `processes`). */
  readonly started: number
  /** Numbers begin anew behind this one (proc_sys_kernel(5), pid_max). */
  readonly highest: number
}

let last: Look | undefined

/** The process table from /proc, or undefined where that is not mounted. */
export function readLinuxProcesses(): ProcessTable | undefined {
  return lookAround(undefined)?.table
}

/**
 * The same for whoever looks often. Who was there at the last look is taken from it: until the numbers begin anew, a number stays
 * with its process. Such a process may have ended by now, and may have another parent, session or name.
 */
export function scanLinuxProcesses(): ProcessTable | undefined {
  // First: whoever comes while we look is new at the next look as well.
  const counted = count(last)
  const known =
    last !== undefined && counted !== undefined && !mayRepeat(last.counts, counted.counts)
      ? last.processes
      : undefined
  const look = lookAround(known)
  last = counted === undefined || look === undefined ? undefined : { ...counted, processes: look.byPid }
  return look?.table
}

const recentMs = 5
const usualHighest = 32_768

/** The counts of now; those of the last look, where no system starts half of 32 768 processes in the time that has gone by. */
function count(before: Look | undefined): Pick<Look, 'counts' | 'at'> | undefined {
  const at = performance.now()
  if (before !== undefined && before.counts.highest >= usualHighest && at - before.at < recentMs)
    return before
  const counts = attempt(readCounts)
  return counts === undefined ? undefined : { counts, at }
}

function lookAround(
  known: Look['processes'] | undefined,
): { readonly table: ProcessTable; readonly byPid: Look['processes'] } | undefined {
  const entries = attempt(() => readdirSync('/proc'))
  if (entries === undefined) return undefined
  const processes = entries
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => known?.get(Number(name)) ?? readLinuxProcess(Number(name)) ?? [])
  const byPid = new Map(processes.map((facts) => [facts.pid, facts]))
  return {
    table: { processes, hasEntry: (pid, entry) => hasEntry(pid, byPid.get(pid)?.startTime, entry) },
    byPid,
  }
}

/** Whether a number may have been given a second time between two looks. */
export function mayRepeat(before: Counts, now: Counts): boolean {
  return now.youngest < before.youngest || now.started - before.started >= now.highest / 2
}

function readCounts(): Counts {
  const counts = {
    youngest: readNewest(),
    started: Number(/^processes (?<count>\d+)$/mu.exec(read('stat'))?.groups?.['count']),
    highest: Number(read('sys/kernel/pid_max')),
  }
  if (Object.values(counts).some(Number.isNaN)) throw new Error('/proc does not count')
  return counts
}

/** The number that was given last to a process or thread; undefined where /proc does not say. */
export function newestLinuxNumber(): number | undefined {
  const newest = attempt(readNewest)
  return Number.isNaN(newest) ? undefined : newest
}

/** The last word of its line (proc_loadavg(5)). */
function readNewest(): number {
  return Number(read('loadavg').trim().split(' ')[4])
}

function read(file: string): string {
  return readFileSync(`/proc/${file}`, 'latin1')
}

/** One process, or undefined when it is gone or a zombie. */
export function readLinuxProcess(pid: number): ProcessFacts | undefined {
  const stat = attempt(() => readStat(pid))
  return stat === undefined ? undefined : parseStat(stat)
}

/** Longer than any line of the kernel's: the name has at most 64 bytes, each of some fifty numbers at most 20. */
const statBuffer = Buffer.alloc(4096)

/** One read into one buffer: a scan looks at every process of the machine, several times for each command. */
function readStat(pid: number): string {
  const file = openSync(`/proc/${pid}/stat`, 'r')
  try {
    return statBuffer.toString('latin1', 0, readSync(file, statBuffer))
  } finally {
    closeSync(file)
  }
}

/** Reads a line of /proc/<pid>/stat (proc_pid_stat(5)); undefined for a zombie or a dead process. */
export function parseStat(stat: string): ProcessFacts | undefined {
  const open = stat.indexOf('(')
  // The name may hold blanks and brackets itself, so the fields are counted from the last bracket.
  const close = stat.lastIndexOf(')')
  const [state, parent, , session, ...rest] = stat.slice(close + 2).split(' ')
  const startTime = rest[15]
  if (startTime === undefined || state === 'Z' || state === 'X') return undefined
  return {
    pid: Number(stat.slice(0, open)),
    parent: Number(parent),
    session: Number(session),
    startTime,
    name: stat.slice(open + 1, close),
  }
}

/** pid → start time of processes that had an environment without `entry`: they do not come by it later. */
const without = { entry: '', processes: new Map<number, string>() }

function hasEntry(pid: number, startTime: string | undefined, entry: string): boolean {
  if (without.entry !== entry || without.processes.size > mostRemembered) {
    without.entry = entry
    without.processes.clear()
  }
  if (startTime !== undefined && without.processes.get(pid) === startTime) return false
  const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1')) ?? ''
  if (environment.split('\0').includes(entry)) return true
  // In the middle of exec a process shows none for a moment.
  if (environment !== '' && startTime !== undefined) without.processes.set(pid, startTime)
  return false
}

const mostRemembered = 10_000

/** The processes of others, and those that end while we look, are not ours to report. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
