import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

/** The process table from /proc, or undefined where that is not mounted. */
export function readLinuxProcesses(): ProcessTable | undefined {
  const entries = attempt(() => readdirSync('/proc'))
  if (entries === undefined) return undefined
  const processes = entries
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => readLinuxProcess(Number(name)) ?? [])
  return { processes, hasEntry }
}

/** One process, or undefined when it is gone or a zombie. */
export function readLinuxProcess(pid: number): ProcessFacts | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  return stat === undefined ? undefined : parseStat(stat)
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

function hasEntry(pid: number, entry: string): boolean {
  const environment = attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1'))
  return environment !== undefined && environment.split('\0').includes(entry)
}

/** The processes of others, and those that end while we look, are not ours to report. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
