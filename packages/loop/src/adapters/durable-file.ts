import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Appends and waits until the bytes are on disk. */
export function appendDurably(path: string, text: string): void {
  writeThrough(path, 'a', text)
}

/** Replaces a file whole: after a crash it holds the old text or the new one, never a part. */
export function replaceDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeThrough(temporary, 'w', text)
  renameSync(temporary, path)
  syncFolder(dirname(path))
}

/** Removes a file, if it is there. */
export function removeDurably(path: string): void {
  rmSync(path, { force: true })
  if (existsSync(dirname(path))) syncFolder(dirname(path))
}

/** A folder with all the folders above it; gives its path back. */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Whether an error says that a file or one of its folders is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')
}

/** Whether a system call failed with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function writeThrough(path: string, flags: 'a' | 'w', text: string): void {
  const file = openSync(path, flags)
  try {
    const bytes = Buffer.from(text, 'utf8')
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A rename is on disk when its folder is. Windows cannot open folders and does not need it. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
