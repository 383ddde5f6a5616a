/** How many members all objects in a parsed value have together. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  // a parsed object has its members by name; for-in with an index is the fastest way through them
  const members = value as Readonly<Record<string, unknown>>
  for (const name in members) {
    count += 1
    const inner = members[name]
    if (typeof inner === 'object') count += countMembers(inner)
  }
  return count
}

const quote = 34

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
