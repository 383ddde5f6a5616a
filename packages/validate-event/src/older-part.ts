import { createHash } from 'node:crypto'
import type { ChainHead } from '@gatecycle/event-schema'

/** What stands before the first sealed line: its digest is that line's `prev`. */
export interface OlderPart {
  /** New bytes are at hand; what is at `start` follows what was added before. */
  readonly open: (bytes: Buffer, start: number) => void
  /** Adds the bytes at hand up to `end`. */
  readonly addUpTo: (end: number) => void
  /** What the first sealed line is linked to; undefined where nothing stands before it. */
  readonly head: () => ChainHead | undefined
}

/** An older part that is empty so far. */
export function createOlderPart(): OlderPart {
  const digest = createHash('sha256')
  let bytes: Buffer = Buffer.alloc(0)
  let from = 0
  let isEmpty = true
  return {
    open(more, start) {
      bytes = more
      from = start
    },
    addUpTo(end) {
      if (end === from) return
      digest.update(bytes.subarray(from, end))
      from = end
      isEmpty = false
    },
    head: () => (isEmpty ? undefined : { seq: 0, hash: `sha256:${digest.copy().digest('hex')}` }),
  }
}

/** The same for a log that can be read again: nothing is digested unless a sealed line comes after older ones. */
export function createReadAgainPart(digestOfFirst: (length: number) => string): OlderPart {
  let length = 0
  let from = 0
  return {
    open(_, start) {
      from = start
    },
    addUpTo(end) {
      length += end - from
      from = end
    },
    head: () => (length === 0 ? undefined : { seq: 0, hash: digestOfFirst(length) }),
  }
}
