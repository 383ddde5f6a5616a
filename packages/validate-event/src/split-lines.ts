/** Receives whole lines: `bytes` from `start` up to `end`, which is behind a newline. Valid during the call only. */
export type TakeLines = (bytes: Buffer, start: number, end: number) => void

/** Cuts pieces of any size at line ends, holding back only the line that has not ended yet. */
export interface LineSplitter {
  readonly feed: (chunk: Buffer) => void
  /** What stands after the last newline. */
  readonly end: () => Buffer
}

const newline = 10

/** Of a line that is longer than `limit` bytes only the first `limit` + 1 are held back: enough to see that it is too long. */
export function createLineSplitter(limit: number, takeLines: TakeLines): LineSplitter {
  let carry: Buffer = Buffer.alloc(0)
  return {
    feed(chunk) {
      const first = chunk.indexOf(newline)
      if (first === -1) {
        carry = join(carry, chunk, limit)
        return
      }
      if (carry.length > 0) {
        const line = Buffer.concat([
          join(carry, chunk.subarray(0, first), limit),
          chunk.subarray(first, first + 1),
        ])
        takeLines(line, 0, line.length)
      }
      const start = carry.length > 0 ? first + 1 : 0
      const end = chunk.lastIndexOf(newline) + 1
      if (end > start) takeLines(chunk, start, end)
      carry = Buffer.from(chunk.subarray(end))
    },
    end: () => carry,
  }
}

function join(carry: Buffer, more: Buffer, limit: number): Buffer {
  const room = limit + 1 - carry.length
  return room > 0 ? Buffer.concat([carry, more.subarray(0, room)]) : carry
}
