import { parentPort, workerData } from 'node:worker_threads'
import { checkBackwards } from '../check-quietly.ts'
import { readBack, type SharedWork } from './shared-work.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(checkBackwards(readBack(workerData as SharedWork)))
