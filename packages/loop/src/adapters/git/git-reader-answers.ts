import type { GitObject } from '../../ports.ts'

/** Cuts the output of `git cat-file --batch-command` into answers, however its chunks fall. */
export interface AnswerParser {
  readonly push: (chunk: Buffer) => void
  /** The next answer, or undefined while it is not whole. */
  readonly take: (what: 'info' | 'contents') => { readonly object: GitObject | undefined } | undefined
}

export function createAnswerParser(): AnswerParser {
  let chunks: Buffer[] = []
  let have = 0
  // A large answer is put together once, when all of it is there.
  let need = 1
  const whole = (): Buffer => {
    const [first] = chunks
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
    chunks = [bytes]
    return bytes
  }
  const drop = (bytes: Buffer, length: number): void => {
    chunks = [bytes.subarray(length)]
    have -= length
    need = 1
  }
  return {
    push: (chunk) => {
      chunks.push(chunk)
      have += chunk.length
    },
    take: (what) => {
      if (have < need) return undefined
      const bytes = whole()
      const lineEnd = bytes.indexOf(10)
      if (lineEnd < 0) return undefined
      const header = parseHeader(bytes.toString('utf8', 0, lineEnd))
      const start = lineEnd + 1
      if (header === undefined || what === 'info') {
        drop(bytes, start)
        return { object: header === undefined ? undefined : { ...header, bytes: Buffer.alloc(0) } }
      }
      need = start + header.size + 1
      if (have < need) return undefined
      const content = bytes.subarray(start, start + header.size)
      drop(bytes, need)
      return { object: { ...header, bytes: content } }
    },
  }
}

/** `<oid> <type> <size>`; anything else (`<name> missing`, `<name> ambiguous`) stands for no object (git-cat-file(1)). */
function parseHeader(line: string): Omit<GitObject, 'bytes'> | undefined {
  const match = /^(?<id>[0-9a-f]{40,64}) (?<type>blob|tree|commit|tag) (?<size>\d+)$/u.exec(line)
  const { id, type, size } = match?.groups ?? {}
  if (id === undefined || type === undefined) return undefined
  return { id, type, size: Number(size) }
}
