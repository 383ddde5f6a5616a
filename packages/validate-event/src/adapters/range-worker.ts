import { parentPort, workerData } from 'node:worker_threads'
import { checkQuietly } from '../check-quietly.ts'
import type { FilePart } from './check-in-parts.ts'
import { readRangeChunks } from './read-chunks.ts'

// started by check-in-parts.ts with a FilePart
const { path, start, end } = workerData as FilePart

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(checkQuietly(readRangeChunks(path, start, end)))
