import { fstatSync, writeSync } from 'node:fs'
import type { Io } from '@gatecycle/diagnostics'

/** The process of a command that may ask its user. */
export interface AskingIo extends Io {
  /** Shows a question and waits for one line. */
  readonly ask: (question: string) => Promise<string>
}

/** The real process as a command sees it. What is slow to ask of Node is asked when somebody wants to know. */
export function createProcessIo(): AskingIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: (text) => write('stdout', text),
    stderr: (text) => write('stderr', text),
    isTerminal: {
      get stdin() {
        return isTerminal(0)
      },
      get stdout() {
        return isTerminal(1)
      },
      get stderr() {
        return isTerminal(2)
      },
    },
    ask,
  }
}

const descriptors = { stdout: 1, stderr: 2 } as const

/** Only a terminal of Windows needs the stream, which knows its character set. */
function write(name: keyof typeof descriptors, text: string): void {
  if (process.platform === 'win32' && isTerminal(descriptors[name])) process[name].write(text)
  else writeAll(descriptors[name], text)
}

/** Writes at once and whole. A reader that has gone, such as `head`, has read what it wanted; a full pipe is waited for. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8')
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
}

const pauseMs = 1

/** Asked of the descriptor, because a stream of standard input would begin to read it. */
function isTerminal(descriptor: number): boolean {
  try {
    if (process.platform !== 'win32' && !fstatSync(descriptor).isCharacterDevice()) return false
  } catch {
    return false
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}
