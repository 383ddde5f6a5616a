import { createHash } from 'node:crypto'
import type { UnsealedEvent } from './events.ts'

/** Where a log ends: the place and the hash of its last line. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** The longest line a log may have, in bytes, without its newline. */
export const maxLineBytes: number = 1024 * 1024

/** `prev` of the first line where nothing stands before it. */
export const noHash: string = `sha256:${'0'.repeat(64)}`

/** What stands between the hashed bytes of a line and the hash itself. */
export const hashMark = ',"hash":"'

/** How many bytes follow the hashed ones: `,"hash":"sha256:<64 hex digits>"}`. */
export const hashEndBytes: number = hashMark.length + noHash.length + '"}'.length

/**
 * The line of an event that follows `head`, with its newline, and the head after it. `hash` is the SHA-256 of the UTF-8
 * bytes of the line up to, not including, `,"hash":`. Members come in the order of the envelope, so equal input gives
 * equal bytes. Does not look whether the event is valid: see `checkUnsealedEvent`.
 */
export function sealEvent(
  head: ChainHead | undefined,
  event: UnsealedEvent,
): { readonly line: string; readonly head: ChainHead } {
  const { timestamp, correlation_id, event_type, source, source_version, payload } = event
  const place = { schema: 1, seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? noHash }
  const sealed = { timestamp, correlation_id, event_type, source, source_version, payload, ...place }
  const open = JSON.stringify(sealed).slice(0, -1)
  if (Buffer.byteLength(open) + hashEndBytes > maxLineBytes) {
    throw new RangeError(`an event of type ${event_type} is longer than ${maxLineBytes} bytes`)
  }
  const hash = digestOf(open)
  return { line: `${open}${hashMark}${hash}"}\n`, head: { seq: place.seq, hash } }
}

/** SHA-256 as it stands in a log: `sha256:` and 64 lower-case hex digits. */
export function digestOf(bytes: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
