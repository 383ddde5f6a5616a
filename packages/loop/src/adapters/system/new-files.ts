import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { hasCode } from './durable-file.ts'

/**
 * Writes a file that does not exist yet; false, and nothing is touched, where there is one. Throws an AppError where the
 * system does not let us: what was written before stays, and the same command goes on with the rest.
 */
export function writeNewFile(path: string, text: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw toNotWritten(dirname(path), error)
  }
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw toNotWritten(path, error)
  }
}

/** EEXIST and ENOTDIR: a file lies where a folder has to be. */
const denials = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EEXIST', 'ENOTDIR']

function toNotWritten(path: string, error: unknown): unknown {
  const reason = denials.find((code) => hasCode(error, code))
  if (reason === undefined) return error
  return new AppError('FILE_NOT_WRITTEN', `${path} could not be written (${reason})`, {
    hint: 'files written before it are kept: mend this, then type the same command again',
    exitCode: exitCodes.environment,
    cause: error,
  })
}
