/** How many members all objects in a parsed value have together. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  for (const name in value) {
    count += 1
    const inner: unknown = Reflect.get(value, name)
    if (typeof inner === 'object') count += countMembers(inner)
  }
  return count
}

const quote = 34
const colon = 58

/**
 * How many names of members a JSON text has at most: colons right after a quote. NaN where a blank stands before a
 * colon, since then there may be more. When this equals `countMembers` of the parsed text no name is there twice, and
 * nobody has to look closer.
 */
export function countNames(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if (before === quote) count += 1
    else if (before <= 32) return Number.NaN
  }
  return count
}

/** The same for bytes of one or more lines. */
export function countNamesInBytes(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start + 1; at < end; at += 1) {
    if (bytes[at] !== colon) continue
    const before = bytes[at - 1] as number
    if (before === quote) count += 1
    else if (before <= 32) return Number.NaN
  }
  return count
}
