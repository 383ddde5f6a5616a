import { isatty } from 'node:tty'
import type { Io } from '@gatecycle/diagnostics'

/** The real process as a command sees it. A reader that goes away, such as `head`, ends the output, not the command. */
export function createProcessIo(): Io {
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    // asked of the descriptor: the stream of standard input would begin to read it
    isTerminal: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
  }
}
