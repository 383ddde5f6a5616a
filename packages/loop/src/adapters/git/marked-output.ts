/** The output of one command after the other, each ended by `<marker> <word>` and a line end. */
export interface MarkedOutput {
  readonly push: (chunk: Buffer) => void
  readonly isWhole: () => boolean
  /** What came before the marker, and the word behind it. */
  readonly take: () => { readonly bytes: Buffer; readonly word: string }
}

/** The word is an exit code: three digits at most. */
const longestWord = 4

export function createMarkedOutput(marker: string): MarkedOutput {
  const longestEnd = marker.length + longestWord + 2
  let chunks: Buffer[] = []
  const endOf = (): RegExpExecArray | null => {
    let tail = Buffer.alloc(0)
    for (let at = chunks.length - 1; at >= 0 && tail.length < longestEnd; at -= 1)
      tail = Buffer.concat([chunks[at] ?? Buffer.alloc(0), tail])
    return new RegExp(`${marker} (?<word>\\d+)\\n$`, 'u').exec(tail.subarray(-longestEnd).toString('latin1'))
  }
  return {
    push: (chunk) => chunks.push(chunk),
    isWhole: () => endOf() !== null,
    take: () => {
      const end = endOf()
      const all = Buffer.concat(chunks)
      chunks = []
      return {
        bytes: all.subarray(0, all.length - (end?.[0].length ?? 0)),
        word: end?.groups?.['word'] ?? '',
      }
    },
  }
}
