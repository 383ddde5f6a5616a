import { statSync } from 'node:fs'
import { notReadable } from './not-readable.ts'

/** What stands at a path, links followed; undefined when there is nothing, or a link that leads nowhere. */
export function kindOf(path: string): 'file' | 'directory' | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return undefined
    return stats.isDirectory() ? 'directory' : 'file'
  } catch (error) {
    return notReadable(path, error)
  }
}
