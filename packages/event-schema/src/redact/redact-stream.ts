import { replaceFound, type Redactor } from './create-redactor.ts'

/** A text that comes in pieces: what is safe to show is given back, the rest waits. */
export interface RedactStream {
  readonly write: (piece: string) => string
  /** What was still waiting. */
  readonly end: () => string
}

/** How much waits at most for the end of a line, and for the end of a private key. */
const longestLine = 16 * 1024
const longestWait = 256 * 1024

/**
 * Redacts a stream so that a secret that comes in two pieces is found: the last line waits until it has ended, and so
 * do as many characters as the longest value that is looked for has.
 */
export function createRedactStream(redactor: Redactor): RedactStream {
  let waiting = ''
  return {
    write(piece) {
      waiting += piece
      const found = redactor.find(waiting)
      const cut = safeCut(waiting, redactor.longest, found)
      const shown = replaceFound(
        waiting.slice(0, cut),
        found.filter(({ end }) => end <= cut),
      )
      waiting = waiting.slice(cut)
      return shown
    },
    end() {
      const rest = redactor.redact(waiting)
      waiting = ''
      return rest
    },
  }
}

/** How much of a text can be shown: what comes later cannot make a part of it the beginning of a secret. */
function safeCut(text: string, longest: number, found: ReturnType<Redactor['find']>): number {
  const isLong = text.length - lineStart(text, text.length) > longestLine
  const end = Math.min(text.length - longest + 1, isLong ? text.length - longestLine : text.length)
  const cut = lineStart(text, end)
  const across = found.find(
    (secret) => secret.end > cut && (secret.start < cut || secret.end === text.length),
  )
  const safe = across === undefined ? cut : Math.min(cut, lineStart(text, across.start))
  return text.length - safe > longestWait ? text.length : safe
}

/** Where the line begins that a place is in: what stands before a secret may tell that it is one. Not far back, though. */
function lineStart(text: string, place: number): number {
  if (place <= 0) return 0
  const start = text.lastIndexOf('\n', place - 1) + 1
  return place - start > longestLine ? place : start
}
