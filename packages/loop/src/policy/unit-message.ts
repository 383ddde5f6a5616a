import { digestData, type Digest } from '@gatecycle/plan-model'

export type Trailer = readonly [name: string, value: string]

/** A commit message of the driver in its parts. */
export interface MessageParts {
  readonly subject: string
  readonly body: string
  readonly trailers: readonly Trailer[]
}

/** The message as it is committed. */
export function renderMessage({ subject, body, trailers }: MessageParts): string {
  const block = trailers.map(([name, value]) => `${name}: ${oneLine(value)}`).join('\n')
  return [subject, body, block]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/** The parts of a message that `renderMessage` made; undefined for every other, down to the byte. */
export function parseMessage(text: string): MessageParts | undefined {
  const end = text.lastIndexOf('\n\n')
  if (end === -1) return undefined
  const head = text.slice(0, end)
  const first = head.indexOf('\n\n')
  const parts = {
    subject: first === -1 ? head : head.slice(0, first),
    body: first === -1 ? '' : head.slice(first + 2),
    trailers: text
      .slice(end + 2)
      .trimEnd()
      .split('\n')
      .map(toTrailer),
  }
  const isOurs = !parts.subject.includes('\n') && renderMessage(parts) === text
  return isOurs ? parts : undefined
}

function toTrailer(line: string): Trailer {
  const at = line.indexOf(': ')
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)]
}

/** What the trailer `Proof` says: a digest over the tree, the words and the other trailers. */
export function proofOf({ tree, subject, body, trailers }: MessageParts & { readonly tree: string }): Digest {
  return digestData({ tree, subject, body, trailers })
}

/** What the trailer `Books` says: a digest over the words and the other trailers, wherever the commit is applied. */
export function booksProofOf({ subject, body, trailers }: MessageParts): Digest {
  return digestData({ subject, body, trailers })
}

/** Words on one line, with single blanks. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim()
}
