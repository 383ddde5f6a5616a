import { closeSync, openSync, writeSync } from 'node:fs'
import type { OutputFileEnd } from '../process-end.ts'

export interface OutputFileWriter {
  readonly push: (chunk: Uint8Array) => void
  readonly close: () => OutputFileEnd
}

/**
 * Opens a file for raw output, readable by its owner only. Written synchronously: a flood then waits for the disk
 * instead of filling memory, and what was said before a crash of the driver is there afterwards.
 */
export function openOutputFile(path: string, capBytes: number): OutputFileWriter {
  const file = openSync(path, 'w', 0o600)
  let bytes = 0
  let truncated = false
  let problem: string | undefined
  return {
    push: (chunk) => {
      const kept = chunk.subarray(0, capBytes - bytes)
      if (kept.length < chunk.length) truncated = true
      if (problem !== undefined) return
      try {
        bytes += writeAll(file, kept)
      } catch (error) {
        // The run is worth more than its log: it goes on, and its end says what is missing.
        problem = error instanceof Error ? error.message : String(error)
      }
    },
    close: () => {
      closeSync(file)
      return { bytes, truncated, problem }
    },
  }
}

function writeAll(file: number, chunk: Uint8Array): number {
  let done = 0
  while (done < chunk.length) done += writeSync(file, chunk, done)
  return done
}
