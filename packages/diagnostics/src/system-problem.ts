import { AppError } from './app-error.ts'
import { exitCodes } from './exit-code.ts'

/** The system calls that fail although the program is right, and what each means to a person. */
const systemProblems: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  EIO: 'the device reported an error',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this system',
  EAGAIN: 'the system is out of processes or memory',
  ENOMEM: 'the system is out of memory',
  ENOTDIR: 'a file lies where a folder has to be',
  EEXIST: 'something lies where a file of ours has to be',
  EISDIR: 'a folder lies where a file has to be',
  ELOOP: 'symbolic links lead round',
  ENOENT: 'a file or folder that was there is gone',
}

/** What the system refused, as an error that talks to a person; undefined for anything that is a bug of ours. */
export function toSystemProblem(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const code = String(error.code)
  const words = systemProblems[code]
  if (words === undefined) return undefined
  return new AppError(`SYSTEM_${code}`, `${words}: ${error.message}`, {
    hint: 'mend it and type the same command again: nothing is lost',
    exitCode: exitCodes.environment,
    cause: error,
  })
}
