import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { hasCode } from './durable-file.ts'

/** Writes a file that does not exist yet; false, and nothing is touched, where there is one. */
export function writeNewFile(path: string, text: string): boolean {
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}
