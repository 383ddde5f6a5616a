import type { AppError } from '@gatecycle/diagnostics'
import type { GitObject } from '../../ports.ts'
import {
  openReaderSession,
  type Question,
  type ReaderOptions,
  type ReaderSession,
} from './git-reader-session.ts'

/** Objects and names out of one `git cat-file --batch-command`, which costs a tenth of a process for each of them. */
export interface GitReader {
  /** The object that a name stands for now, with or without its content; undefined when there is none. */
  ask(what: Question['what'], name: string): Promise<GitObject | undefined>
}

/**
 * The process is started for a question, ends when nothing was asked for a while, and dies with us: its stdin is ours. Names are
 * looked up when they are asked for, so refs that moved and objects that came are seen.
 */
export function createGitReader(options: ReaderOptions): GitReader {
  let waiting: Question[] = []
  let session: ReaderSession | undefined
  let deaths = 0
  const open = (): ReaderSession =>
    openReaderSession(options, {
      answered: (object) => {
        deaths = 0
        waiting.shift()?.answer(object)
      },
      waiting: () => waiting[0],
      over: (error) => {
        session = undefined
        if (waiting.length > 0) recover(error)
      },
    })
  // Somebody may end it by mistake; to ask once more is safe, because it only reads.
  const recover = (error: AppError): void => {
    deaths += 1
    const questions = waiting
    if (deaths === 1 && error.code !== 'GIT_TIMED_OUT') {
      session = open()
      session.send(questions)
      return
    }
    waiting = []
    for (const { fail } of questions) fail(error)
  }
  return {
    ask: rememberTrees(async (what, name) => {
      // One line is one question.
      if (/[\n\0]/u.test(name)) return undefined
      return new Promise((answer, fail) => {
        const question = { what, name, answer, fail }
        // Whoever is not there when it fails waits for no answer.
        session ??= open()
        waiting.push(question)
        session.send([question])
      })
    }),
  }
}

const mostKnown = 64

function rememberTrees(ask: GitReader['ask']): GitReader['ask'] {
  const trees = new Map<string, GitObject>()
  return async (what, name) => {
    if (what !== 'info' || !isTreeOfId(name)) return ask(what, name)
    const object = trees.get(name) ?? (await ask(what, name))
    if (trees.size >= mostKnown) trees.clear()
    if (object !== undefined) trees.set(name, object)
    return object
  }
}

/** A question whose answer never changes: the tree of what an id names. It is asked again and again for the same few. */
function isTreeOfId(name: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})\^\{tree\}$/u.test(name)
}
