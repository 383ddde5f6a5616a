import { maxDepth } from './scan-json.ts'

/**
 * How many members all objects in a parsed value have together. NaN where somebody has to look closer at the text: it is
 * nested too deeply, or a number in it may be larger than a reader can hold.
 */
export function countMembers(value: unknown, depth: number = maxDepth): number {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? 0 : Number.NaN
  if (typeof value !== 'object' || value === null) return 0
  if (depth === 0) return Number.NaN
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item, depth - 1)
    return count
  }
  // a parsed object has its members by name; for-in with an index is the fastest way through them
  const members = value as Readonly<Record<string, unknown>>
  for (const name in members) {
    const inner = members[name]
    count += typeof inner === 'string' ? 1 : 1 + countMembers(inner, depth - 1)
  }
  return count
}

const quote = 34

/**
 * How many names of members a JSON text has at most: colons right after a quote. NaN where a blank stands before a
 * colon, since then there may be more. When this equals `countMembers` of the parsed text no name is there twice, every
 * number is held, and nobody has to look closer.
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
