import { statSync } from 'node:fs'

/** What stands at a path, links followed; undefined when there is nothing. */
export function kindOf(path: string): 'file' | 'directory' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  return stats.isDirectory() ? 'directory' : 'file'
}
