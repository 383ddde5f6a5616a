import { existsSync, realpathSync, statSync } from 'node:fs'

/** Whether a file or folder is there. */
export function isThere(path: string): boolean {
  return existsSync(path)
}

/** Whether a folder is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The path without symbolic links; the file must be there. */
export function realPathOf(path: string): string {
  return realpathSync(path)
}
