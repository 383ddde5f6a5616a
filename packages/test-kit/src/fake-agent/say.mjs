import { writeSync } from 'node:fs'

/** Writes to stdout whole, waiting where the pipe is full; a reader that has gone is not our business. */
export function say(data) {
  const bytes = Buffer.from(data)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(1, bytes, written)
    } catch (error) {
      if (error.code === 'EPIPE') return
      if (error.code !== 'EAGAIN') throw error
    }
  }
}
