import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { checkQuietly, joinParts } from '../check-quietly.ts'
import type { LogSummary } from '../log-state.ts'
import { createReadAgainPart } from '../older-part.ts'
import { digestOfRange, findNewline, readRangeChunks } from './read-chunks.ts'

/** The first part is larger: its thread runs already. */
const firstShare = 0.53

/** A part of a file, in bytes. */
export interface FilePart {
  readonly path: string
  readonly start: number
  readonly end: number
}

/**
 * Checks a large file on two threads. Says only that it is valid; undefined means that there is one processor only, or that
 * somebody has to look closer.
 */
export async function checkInParts(path: string): Promise<LogSummary | undefined> {
  const size = statSync(path).size
  const workerFile = fileURLToPath(new URL('range-worker.js', import.meta.url))
  if (availableParallelism() < 2 || !existsSync(workerFile)) return undefined
  const border = findNewline(path, Math.floor(size * firstShare))
  if (border === undefined) return undefined
  const other = startWorker(workerFile, { path, start: border, end: size })
  const older = createReadAgainPart((length) => digestOfRange(path, 0, length))
  const one = checkQuietly(readRangeChunks(path, 0, border), older)
  const two = await other
  return one === undefined || two === undefined ? undefined : joinParts(one, two)
}

/** A thread that fails says nothing: the log is then read from its beginning, and what is wrong is found there. */
function startWorker(workerFile: string, part: FilePart): Promise<LogSummary | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, { workerData: part })
    worker.once('message', resolve)
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
  })
}
