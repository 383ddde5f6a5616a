import { createHash } from 'node:crypto'
import { StringDecoder } from 'node:string_decoder'
import type { CappedOutput } from '../process-end.ts'

export interface CappedOutputWriter {
  readonly push: (chunk: Uint8Array) => void
  readonly finish: () => CappedOutput
}

/** Collects a stream of any length in `capBytes` of memory: head, tail, count and digest. */
export function createCappedOutput(capBytes: number): CappedOutputWriter {
  const hash = createHash('sha256')
  const headBytes = Math.ceil(capBytes / 2)
  const head = createHead(headBytes)
  const tail = createTail(capBytes - headBytes)
  let bytes = 0
  return {
    push: (chunk) => {
      hash.update(chunk)
      bytes += chunk.length
      tail.push(head.push(chunk))
    },
    finish: () => ({
      text: render(head.bytes(), tail.bytes(), bytes - Math.min(bytes, capBytes)),
      bytes,
      sha256: hash.digest('hex'),
      truncated: bytes > capBytes,
    }),
  }
}

function createHead(size: number): { push: (chunk: Uint8Array) => Uint8Array; bytes: () => Uint8Array } {
  const chunks: Uint8Array[] = []
  let free = size
  return {
    push: (chunk) => {
      if (free === 0) return chunk
      const taken = chunk.subarray(0, free)
      // A copy, because a slice would keep the whole chunk alive.
      chunks.push(Uint8Array.from(taken))
      free -= taken.length
      return chunk.subarray(taken.length)
    },
    bytes: () => Buffer.concat(chunks),
  }
}

/** The last `size` bytes, in a ring: a million chunks of one byte take no more room than one of a million. */
function createTail(size: number): { push: (chunk: Uint8Array) => void; bytes: () => Uint8Array } {
  let ring: Buffer | undefined
  let total = 0
  return {
    push: (chunk) => {
      if (chunk.length === 0 || size === 0) return
      ring ??= Buffer.alloc(size)
      const kept = chunk.subarray(Math.max(0, chunk.length - size))
      const at = (total + chunk.length - kept.length) % size
      const upToEnd = kept.subarray(0, size - at)
      ring.set(upToEnd, at)
      ring.set(kept.subarray(upToEnd.length), 0)
      total += chunk.length
    },
    bytes: () => {
      if (ring === undefined) return new Uint8Array()
      if (total <= size) return ring.subarray(0, total)
      const start = total % size
      return Buffer.concat([ring.subarray(start), ring.subarray(0, start)])
    },
  }
}

function render(head: Uint8Array, tail: Uint8Array, leftOut: number): string {
  if (leftOut === 0) return Buffer.concat([head, tail]).toString('utf8')
  // The decoder keeps back a character that the cut went through.
  const start = new StringDecoder('utf8').write(Buffer.from(head))
  const end = Buffer.from(tail.subarray(cutCharacter(tail))).toString('utf8')
  return `${start}\n… ${leftOut} bytes left out …\n${end}`
}

/** How many bytes at the start belong to a character that began before it. */
function cutCharacter(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => (byte & 0b1100_0000) !== 0b1000_0000)
  return first < 0 ? 0 : Math.min(first, 3)
}
