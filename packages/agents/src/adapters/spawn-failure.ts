import { statSync } from 'node:fs'
import type { Ending, SpawnFailure } from '../process-end.ts'

/** Why a process could not be started: the system says ENOENT for a missing folder as for a missing program. */
export function toSpawnFailure(code: string | undefined, program: string, cwd: string): Ending {
  const reason = isFolder(cwd) ? reasonOf(code) : 'bad-cwd'
  return { kind: 'spawn-failed', reason, message: describe(reason, code, program, cwd) }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function reasonOf(code: string | undefined): SpawnFailure {
  if (code === 'ENOENT') return 'not-found'
  return code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' ? 'not-executable' : 'other'
}

function describe(reason: SpawnFailure, code: string | undefined, program: string, cwd: string): string {
  const words = {
    'not-found': `${program} was not found`,
    'not-executable': `${program} may not be executed`,
    'bad-cwd': `${cwd} is not a folder`,
    other: `${program} could not be started (${code ?? 'unknown error'})`,
  } satisfies Record<SpawnFailure, string>
  return words[reason]
}
