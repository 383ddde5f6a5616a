import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { checkQuietly, joinParts } from '../check-quietly.ts'
import type { LogSummary } from '../log-state.ts'
import { createReadAgainPart } from '../older-part.ts'
import { digestOfRange } from './read-chunks.ts'
import { createSharedWork, readFront } from './shared-work.ts'

/**
 * Checks a large file on two threads. Says only that it is valid; undefined means that there is one processor only, or that
 * somebody has to look closer.
 */
export async function checkInParts(path: string): Promise<LogSummary | undefined> {
  const { size } = statSync(path)
  const workerFile = fileURLToPath(new URL('range-worker.js', import.meta.url))
  if (availableParallelism() < 2 || !existsSync(workerFile)) return undefined
  const work = createSharedWork(path, size)
  const worker = new Worker(workerFile, { workerData: work })
  const other = summaryOf(worker)
  let border = 0
  const older = createReadAgainPart((length) => digestOfRange(path, 0, length))
  const one = checkQuietly(
    readFront(work, (at) => void (border = at)),
    older,
  )
  // nothing is left for the other thread, or nobody needs to know
  if (one === undefined || border === size) {
    await worker.terminate()
    return one
  }
  const two = await other
  return two && joinParts(one, two)
}

/** A thread that fails says nothing: the log is then read from its beginning, and what is wrong is found there. */
function summaryOf(worker: Worker): Promise<LogSummary | undefined> {
  return new Promise((resolve) => {
    worker.once('message', resolve)
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
  })
}
