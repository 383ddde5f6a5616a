import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who a process is, beyond its number: numbers are used again, and mean nothing in another pid namespace. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
  readonly pidNamespace: string
  readonly bootId: string
  readonly host: string
}

export type Liveness = 'alive' | 'dead' | 'undecidable'

/** The identity of the process that runs this. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid)
}

/** The identity of a process of this machine that runs. */
export function identityOf(pid: number): ProcessIdentity {
  return {
    pid,
    startTime: startTimeOf(pid) ?? 'unknown',
    pidNamespace: namespaceOfSelf(),
    bootId: bootId(),
    host: hostname(),
  }
}

/** Whether the process that left this identity still runs. Another host or pid namespace cannot be looked into. */
export function livenessOf(other: ProcessIdentity): Liveness {
  if (other.host !== hostname()) return 'undecidable'
  if (other.bootId !== bootId()) return 'dead'
  if (other.pidNamespace !== namespaceOfSelf()) return 'undecidable'
  const startTime = startTimeOf(other.pid)
  if (startTime === ended) return 'dead'
  if (startTime === undefined) return exists(other.pid) ? 'alive' : 'dead'
  return startTime === other.startTime ? 'alive' : 'dead'
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** What is left of a process that nobody has asked for its exit code: it can be signalled, and does nothing any more. */
const ended = 'ended'

/** Field 22 of /proc/<pid>/stat, counted behind the command's closing bracket (proc(5)); elsewhere what ps says. A zombie is dead. */
function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readOr(`/proc/${pid}/stat`, '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? ended : fields[19]
  }
  if (process.platform === 'win32') return undefined
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return started === '' ? undefined : started
  } catch {
    return undefined
  }
}

function namespaceOfSelf(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'none'
  }
}

function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', 'unknown').trim()
}

function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return fallback
  }
}
