import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'

/** Whether a file or folder is there. */
export function isThere(path: string): boolean {
  return existsSync(path)
}

/** Whether a folder is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** What changes whenever somebody writes the file, since the time of change cannot be set; empty where there is none. */
export function stampOf(path: string): string {
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false })
  return facts === undefined ? '' : [facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(' ')
}

/** What lies in a folder; nothing where it cannot be looked into. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The path without symbolic links; the file must be there. */
export function realPathOf(path: string): string {
  return realpathSync(path)
}
