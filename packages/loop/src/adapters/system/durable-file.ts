import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { faultPoint, noSpace, shortWriteAt } from './fault-point.ts'

/** A file that grows line by line, each on disk before `append` returns. */
export interface DurableLines {
  readonly append: (text: string) => void
  /** Whoever replaces or removes the file says so: the next line goes to what has the name then. */
  readonly letGo: () => void
}

/** Keeps the file open between two lines: to look for it and open it takes longer than to write one. */
export function openDurableLines(path: string): DurableLines {
  let file: number | undefined
  return {
    append: (text) => {
      file ??= openForLines(path)
      appendWhole(file, text)
    },
    letGo: () => {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** Replaces a file whole: after a crash it holds the old text or the new one, never a part. */
export function replaceDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  faultPoint('disk/replace/before')
  writeThrough(temporary, text)
  renameSync(temporary, path)
  syncFolder(dirname(path))
  faultPoint('disk/replace/after')
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
  return readBytesIfThere(path)?.toString('utf8')
}

/**
 * The bytes of a file, the first `most` of them, or undefined when there is none. A pipe or a device is no file: to read one, or even to open it, may
 * never come to an end.
 */
export function readBytesIfThere(path: string, most?: number): Buffer | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const facts = fstatSync(file)
    if (facts.isDirectory()) throw isFolderAt(path)
    if (!facts.isFile()) return undefined
    return most === undefined ? readFileSync(file) : readStart(file, most)
  } catch (error) {
    // What the system says of a socket is ENXIO (open(2)).
    if (isMissing(error) || hasCode(error, 'ENXIO')) return undefined
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function readStart(file: number, most: number): Buffer {
  const bytes = Buffer.alloc(most)
  return bytes.subarray(0, readSync(file, bytes, 0, most, 0))
}

/** What the system says of it, and which one it is: that it does not say. */
function isFolderAt(path: string): Error {
  const words = `EISDIR: illegal operation on a directory, read '${path}'`
  return Object.assign(new Error(words), { code: 'EISDIR', syscall: 'read' })
}

/** Whether an error says that a file or one of its folders is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')
}

/** Whether a system call failed with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Whether the system refused something, in contrast to a mistake of ours. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function openForLines(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a')
  // A name that is new is on disk when its folder is.
  if (fstatSync(file).size === 0) syncFolder(dirname(path))
  return file
}

/** All of the text or nothing of it: what is left of a line that did not fit would spoil the next one. */
function appendWhole(file: number, text: string): void {
  const before = fstatSync(file).size
  try {
    faultPoint('disk/append/before')
    writeBytes(file, Buffer.from(text, 'utf8'), 'disk/append/bytes')
    // Brings to disk what is needed to read the bytes again, a new length above all (fdatasync(2)).
    fdatasyncSync(file)
    faultPoint('disk/append/after')
  } catch (error) {
    ftruncateSync(file, before)
    throw error
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w')
  try {
    writeBytes(file, Buffer.from(text, 'utf8'), 'disk/replace/bytes')
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** All of the bytes; `point` is a fault point at which a test lets the disk be full in the middle. */
export function writeBytes(file: number, bytes: Uint8Array, point: string): void {
  const short = shortWriteAt(point, bytes.length)
  if (short !== undefined) {
    writeSync(file, bytes, 0, short)
    throw noSpace(point)
  }
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
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
