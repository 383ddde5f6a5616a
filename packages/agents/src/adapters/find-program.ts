import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/** Where a program is looked for. */
export interface ProgramPlace {
  /** Absolute; what a path with a slash and relative entries of `path` start from. */
  readonly cwd: string
  /** The PATH variable. */
  readonly path: string | undefined
}

/** What execvp(3) of glibc searches without a PATH. */
const pathWhenUnset = '/bin:/usr/bin'

/** The absolute path of the file that would be executed, or undefined when there is none. Starts nothing. */
export function findProgram(bin: string, place: ProgramPlace): string | undefined {
  return toCandidates(bin, place).find(isExecutable)
}

/** The paths that are tried for a program, in order. */
export function toCandidates(bin: string, { cwd, path }: ProgramPlace): readonly string[] {
  if (bin === '') return []
  return bin.includes('/')
    ? [resolve(cwd, bin)]
    : // An empty entry of PATH means the current folder (POSIX.1-2017, 8.3).
      (path ?? pathWhenUnset).split(delimiter).map((folder) => resolve(cwd, folder, bin))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
