/**
 * A path that git printed as bytes, as text. A byte that is no UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF: two names that differ
 * in one byte stay two names, and no name that is UTF-8 looks like one that is not.
 */
export function decodePath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  if (!text.includes('\uFFFD') || Buffer.from(text, 'utf8').equals(buffer)) return text
  let decoded = ''
  for (let at = 0; at < buffer.length;) {
    const length = characterAt(buffer, at)
    decoded +=
      length === 0
        ? String.fromCharCode(0xdc00 + (buffer[at] ?? 0))
        : buffer.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return decoded
}

/** The bytes of a path that `decodePath` has read, for the file system. */
export function encodePath(path: string): Buffer {
  // Lone surrogates are the only ones here: a pair is one character.
  const parts = Array.from(path, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8')
  })
  return Buffer.concat(parts)
}

/** The parts of a list that git ended with NUL each. */
export function splitNul(bytes: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  let from = 0
  for (let to = bytes.indexOf(0); to !== -1; to = bytes.indexOf(0, from)) {
    parts.push(bytes.subarray(from, to))
    from = to + 1
  }
  if (from < bytes.length) parts.push(bytes.subarray(from))
  return parts
}

/** The length of the UTF-8 character at a place, or 0 where there is none. */
function characterAt(buffer: Buffer, at: number): number {
  const first = buffer[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  const part = buffer.subarray(at, at + length)
  return part.length === length && Buffer.from(part.toString('utf8'), 'utf8').equals(part) ? length : 0
}
