import { execFileSync } from 'node:child_process'
import type { ProcessFacts, ProcessTable } from './process-facts.ts'

const columns = ['-Eww', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,command='] as const

/** The process table from ps, whose -E shows the environment of the user's own processes behind the command. */
export function readDarwinProcesses(): ProcessTable | undefined {
  const text = runPs(['-ax', ...columns])
  return text === undefined ? undefined : parsePs(text)
}

/** One process, or undefined when it is gone or a zombie. */
export function readDarwinProcess(pid: number): ProcessFacts | undefined {
  return parsePs(runPs(['-p', String(pid), ...columns]) ?? '').processes[0]
}

/** Reads lines of `pid ppid pgid stat lstart command environment`; lstart is five words in the C locale. */
export function parsePs(text: string): ProcessTable {
  const commands = new Map<number, string>()
  const processes: ProcessFacts[] = []
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/u.exec(line)
    if (match === null) continue
    const [, pid, parent, group, state = '', startTime = '', command = ''] = match
    if (state.startsWith('Z')) continue
    commands.set(Number(pid), command)
    const name = command.split(' ', 1)[0] ?? ''
    processes.push({ pid: Number(pid), parent: Number(parent), session: Number(group), startTime, name })
  }
  return {
    processes,
    hasEntry: (pid, entry) => (commands.get(pid) ?? '').split(' ').includes(entry),
  }
}

function runPs(args: readonly string[]): string | undefined {
  try {
    const options = { encoding: 'utf8', env: { LC_ALL: 'C' }, maxBuffer: 2 ** 28, timeout: 10_000 } as const
    return execFileSync('/bin/ps', args, options)
  } catch {
    // ps exits 1 when the one process asked for is gone.
    return undefined
  }
}
