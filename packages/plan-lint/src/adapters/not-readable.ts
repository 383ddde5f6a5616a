import { AppError } from '@gatecycle/diagnostics'

/** The codes by which a system says that nothing is there under a name, or that no file can have it. */
const nothingThere = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'])

/** Undefined where there is nothing to read; throws an AppError where there is something that may not be read. */
export function notReadable(path: string, error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (nothingThere.has(code)) return undefined
  throw new AppError('FILE_NOT_READABLE', `cannot read ${path}: ${code || String(error)}`, {
    hint: 'check the permissions',
    cause: error,
  })
}
