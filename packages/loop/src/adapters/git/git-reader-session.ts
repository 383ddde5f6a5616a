import type { AppError } from '@gatecycle/diagnostics'
import type { GitObject } from '../../ports.ts'
import { endGit, gitFailed, notStarted, startGit, tooSlow } from './git-process.ts'
import { keepAwake } from '../system/keep-awake.ts'
import { createAnswerParser, type AnswerParser } from './git-reader-answers.ts'

export interface ReaderOptions {
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

export interface Question {
  readonly what: 'info' | 'contents'
  readonly name: string
  readonly answer: (object: GitObject | undefined) => void
  readonly fail: (error: AppError) => void
}

export interface ReaderSession {
  readonly send: (questions: readonly Question[]) => void
}

interface Listener {
  readonly answered: (object: GitObject | undefined) => void
  /** The question that is to be answered next. */
  readonly waiting: () => Question | undefined
  /** The session takes no more questions; what waits has not been answered. */
  readonly over: (error: AppError) => void
}

/** Between two questions nobody waits: an agent may work for hours. */
const idleMs = 2000

const args = ['cat-file', '--batch-command']

/** One process that answers until it is idle for a while, dies, or does not answer in time. */
export function openReaderSession(options: ReaderOptions, listener: Listener): ReaderSession {
  const { directory, timeoutMs } = options
  const child = startGit({ ...options, args, stdin: 'pipe' })
  const parser = createAnswerParser()
  let said = ''
  let clock: NodeJS.Timeout | undefined
  let isOver = false
  const end = (error: AppError): void => {
    if (isOver) return
    isOver = true
    clearTimeout(clock)
    endGit(child)
    listener.over(error)
  }
  const failed = (exitCode: number): AppError => gitFailed(args, { exitCode, stderr: said })
  // While a question waits, the clock is git's. Otherwise it is ours, and keeps nobody awake.
  const windClock = (): void => {
    clearTimeout(clock)
    const isAsked = listener.waiting() !== undefined
    keepAwake(child, isAsked)
    if (isAsked) clock = setTimeout(() => end(tooSlow(args, timeoutMs)), timeoutMs)
    else if (!isOver) clock = setTimeout(() => end(failed(0)), idleMs).unref()
  }
  child.stdout?.on('data', (chunk: Buffer) => {
    parser.push(chunk)
    passOn(parser, listener)
    windClock()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2000)
  })
  child.stdin?.on('error', () => undefined)
  child.once('error', (error) => end(notStarted(directory, error)))
  child.once('close', (exitCode) => end(failed(exitCode ?? -1)))
  return {
    send: (questions) => {
      child.stdin?.write(questions.map(({ what, name }) => `${what} ${name}\n`).join(''))
      windClock()
    },
  }
}

/** Every answer that is whole goes to the question that it belongs to. */
function passOn(parser: AnswerParser, listener: Listener): void {
  for (let next = listener.waiting(); next !== undefined; next = listener.waiting()) {
    const answer = parser.take(next.what)
    if (answer === undefined) return
    listener.answered(answer.object)
  }
}
