import type { TestReading } from '../../policy/test-readers/test-reading.ts'
import { readIfThere, replaceDurably } from '../system/durable-file.ts'

/** A pass that was seen, with what is known of its tests. */
export interface KnownPass {
  readonly key: string
  readonly tests?: TestReading
}

const most = 64

/** The passes of a feature that were seen on trees before any work, the newest last. Anything unreadable is as good as nothing. */
export function readPasses(path: string): readonly KnownPass[] {
  try {
    // Written below.
    const { passes } = JSON.parse(readIfThere(path) ?? '{}') as { readonly passes?: readonly KnownPass[] }
    return Array.isArray(passes) ? passes : []
  } catch {
    return []
  }
}

/** Adds passes. A failure is never kept: what mends it may lie outside the tree, and nobody could get past an answer that is not asked for again. */
export function writePasses(path: string, fresh: readonly KnownPass[]): void {
  if (fresh.length === 0) return
  const keys = new Set(fresh.map(({ key }) => key))
  const passes = [...readPasses(path).filter(({ key }) => !keys.has(key)), ...fresh].slice(-most)
  replaceDurably(path, `${JSON.stringify({ passes })}\n`)
}
