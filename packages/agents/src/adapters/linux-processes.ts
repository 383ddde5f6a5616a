import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

/** The process table from /proc, or undefined where that is not mounted. */
export function readLinuxProcesses(): ProcessTable | undefined {
  const entries = attempt(() => readdirSync('/proc'))
  if (entries === undefined) return undefined
  const processes = entries
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => readLinuxProcess(Number(name)) ?? [])
  const startTimes = new Map(processes.map(({ pid, startTime }) => [pid, startTime]))
  return { processes, hasEntry: (pid, entry) => hasEntry(pid, startTimes.get(pid), entry) }
}

/**
 * The number that was given to the youngest process (proc_loadavg(5)): as long as it is the same, nobody has come. Undefined where
 * /proc does not tell.
 */
export function readYoungestLinuxPid(): string | undefined {
  return attempt(() => readFileSync('/proc/loadavg', 'latin1'))
    ?.trim()
    .split(' ')[4]
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
