import { statSync, type Stats } from 'node:fs'
import type { Ending, SpawnFailure } from '../process-end.ts'
import type { ProcessOrder } from '../process-order.ts'
import { findProgram, toCandidates } from './find-program.ts'

/**
 * Why a process could not be started. The system's code alone misleads: ENOENT may mean the folder or the interpreter
 * of a script, EACCES a folder of PATH that may not be searched.
 */
export function toSpawnFailure(
  code: string | undefined,
  { argv: [program], cwd, env }: ProcessOrder,
): Ending {
  const place = { cwd, path: env['PATH'] }
  if (!isFolder(cwd)) return failure('bad-cwd', `${cwd} is not a folder`)
  if (!isAboutProgram(code)) {
    return failure('other', `${program} could not be started (${code ?? 'unknown error'})`)
  }
  if (!toCandidates(program, place).some(exists)) return failure('not-found', `${program} was not found`)
  const isReady = code === 'ENOENT' && findProgram(program, place) !== undefined
  const why = isReady ? 'names an interpreter that was not found' : 'may not be executed'
  return failure('not-executable', `${program} ${why}`)
}

function failure(reason: SpawnFailure, message: string): Ending {
  return { kind: 'spawn-failed', reason, message }
}

function isAboutProgram(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'EACCES' || code === 'EPERM'
}

function isFolder(path: string): boolean {
  return stat(path)?.isDirectory() ?? false
}

function exists(path: string): boolean {
  return stat(path) !== undefined
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    // Behind a folder that may not be searched there is nothing for us.
    return undefined
  }
}
