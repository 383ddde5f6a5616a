import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { TestRepo } from './create-repo.ts'

export interface LiveProcess {
  readonly pid: number
  readonly command: string
}

/** The live processes that work in this repository: each has its state home in its environment. Zombies are dead. */
export function processesOf({ env }: Pick<TestRepo, 'env'>): readonly LiveProcess[] {
  const entry = `GATECYCLE_STATE_HOME=${env['GATECYCLE_STATE_HOME'] ?? ''}`
  return process.platform === 'linux' ? fromProc(entry) : fromPs(entry)
}

/** Ends what a failed test left behind, each by its own pid. */
export function endProcessesOf(repo: Pick<TestRepo, 'env'>): void {
  for (const { pid } of processesOf(repo)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function fromProc(entry: string): readonly LiveProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => readOr(`/proc/${pid}/environ`).split('\0').includes(entry))
    .filter((pid) => !/\) [ZX] /u.test(readOr(`/proc/${pid}/stat`)))
    .map((pid) => ({
      pid: Number(pid),
      command: readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
    }))
}

function fromPs(entry: string): readonly LiveProcess[] {
  return execFileSync('ps', ['-Eww', '-ax', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(entry))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ /u, '') }))
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
