import { renameSync } from 'node:fs'
import { digestOf } from '@gatecycle/event-schema'
import { readIfThere } from '../system/durable-file.ts'

/** Moves a file that cannot be read away, under a name that says what it held; undefined where there is none. */
export function setAside(path: string): string | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const name = `${path}.damaged-${digestOf(text).slice('sha256:'.length, 19)}`
  renameSync(path, name)
  return name
}
