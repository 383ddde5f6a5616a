import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { AppError } from '@gatecycle/diagnostics'

const chunkBytes = 1024 * 1024
/** A line, most of the time. */
const lineBytes = 16 * 1024
const stdinFile = 0
const waitMs = 5

/** The bytes of a file in pieces of at most 1 MiB; each is valid until the next one is taken. */
export function* readFileChunks(path: string, shown: string): Generator<Buffer> {
  const file = openFile(path, shown)
  try {
    yield* readAll(file, shown)
  } finally {
    closeSync(file)
  }
}

/** Memory that bytes of a file are read into. */
export function createChunk(bytes: number = chunkBytes): Buffer {
  return Buffer.allocUnsafe(bytes)
}

/** The bytes of a file from `start` up to `end`, in the same way; `chunk` may be used again for another range. */
export function* readRangeChunks(
  path: string,
  start: number,
  end: number,
  chunk: Buffer = createChunk(),
): Generator<Buffer> {
  const file = openFile(path, path)
  try {
    for (let at = start; at < end;) {
      const length = readSync(file, chunk, 0, Math.min(chunk.length, end - at), at)
      if (length === 0) return
      at += length
      yield chunk.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** Whether a file is so large that a second thread helps: below 16 MiB it starts too late. */
export function isLarge(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= 16 * 1024 * 1024
}

/** Whether a file can be read again: a pipe cannot, whatever its path. */
export function isReadableAgain(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** The place behind the first newline at or after `from`; undefined where there is none. */
export function findNewline(path: string, from: number): number | undefined {
  let at = from
  for (const chunk of readRangeChunks(path, from, Number.POSITIVE_INFINITY, createChunk(lineBytes))) {
    const found = chunk.indexOf(10)
    if (found !== -1) return at + found + 1
    at += chunk.length
  }
  return undefined
}

/** SHA-256 of the bytes of a file from `start` up to `end`, as it stands in a log. */
export function digestOfRange(path: string, start: number, end: number): string {
  const digest = createHash('sha256')
  for (const chunk of readRangeChunks(path, start, end)) digest.update(chunk)
  return `sha256:${digest.digest('hex')}`
}

/** The bytes of standard input, in the same way. */
export function readStdinChunks(): Generator<Buffer> {
  return readAll(stdinFile, 'standard input')
}

function* readAll(file: number, shown: string): Generator<Buffer> {
  const buffer = createChunk()
  for (let length = readSome(file, buffer, shown); length !== 0; length = readSome(file, buffer, shown)) {
    if (length !== undefined) yield buffer.subarray(0, length)
  }
}

/** How many bytes were read; undefined when there are none yet. */
function readSome(file: number, buffer: Buffer, shown: string): number | undefined {
  try {
    return readSync(file, buffer, 0, buffer.length, null)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EOF') return 0
    if (code !== 'EAGAIN') throw unreadable(shown, error)
    // a terminal or a pipe that does not block: nothing else can be done meanwhile
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs)
    return undefined
  }
}

function openFile(path: string, shown: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw unreadable(shown, error)
  }
}

function unreadable(shown: string, cause: unknown): AppError {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException
  const why = reasons[code] ?? code
  return new AppError('EVENT_FILE_UNREADABLE', `cannot read ${shown}: ${why}`, { cause })
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
}
