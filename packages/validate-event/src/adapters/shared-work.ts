import { createChunk, findNewline, readRangeChunks } from './read-chunks.ts'

const partBytes = 4 * 1024 * 1024

/** A large file that two threads check: one takes parts from its beginning, the other one from its end, until they meet. */
export interface SharedWork {
  readonly path: string
  readonly size: number
  /** How many parts were asked for, in memory that both threads see. */
  readonly asked: Int32Array
}

/** Nothing of a file is taken yet. */
export function createSharedWork(path: string, size: number): SharedWork {
  return { path, size, asked: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) }
}

/** What the first thread reads, from the beginning of the file; says at the end where it met the other one. */
export function* readFront(work: SharedWork, met: (at: number) => void): Generator<Buffer> {
  const { path, size } = work
  const chunk = createChunk()
  let part = 0
  for (; takesPart(work); part += 1) {
    yield* readRangeChunks(path, part * partBytes, Math.min(size, (part + 1) * partBytes), chunk)
  }
  const border = startOfPart(work, part)
  yield* readRangeChunks(path, Math.min(size, part * partBytes), border, chunk)
  met(border)
}

/** What the other thread reads: parts that begin and end with a line, the last one first. */
export function* readBack(work: SharedWork): Generator<Iterable<Buffer>> {
  const chunk = createChunk()
  for (let part = countParts(work) - 1; takesPart(work); part -= 1) {
    yield readRangeChunks(work.path, startOfPart(work, part), startOfPart(work, part + 1), chunk)
  }
}

function takesPart(work: SharedWork): boolean {
  return Atomics.add(work.asked, 0, 1) < countParts(work)
}

function countParts({ size }: SharedWork): number {
  return Math.ceil(size / partBytes)
}

/** The beginning of the first line that begins in a part, or behind it. */
function startOfPart(work: SharedWork, part: number): number {
  if (part === 0) return 0
  return part >= countParts(work)
    ? work.size
    : Math.min(work.size, findNewline(work.path, part * partBytes) ?? work.size)
}
