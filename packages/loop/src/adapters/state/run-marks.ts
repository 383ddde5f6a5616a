import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isMissing, replaceDurably } from '../system/durable-file.ts'

/** The marks of earlier runs, one empty file each: what such a run started may still be there. The next run looks, and clears them. */
export interface RunMarks {
  read(): readonly string[]
  add(token: string): void
  remove(token: string): void
}

export function createRunMarks(folder: string): RunMarks {
  return {
    read: () => namesIn(folder),
    add: (token) => {
      mkdirSync(folder, { recursive: true })
      replaceDurably(join(folder, token), '')
    },
    remove: (token) => rmSync(join(folder, token), { force: true }),
  }
}

/** A mark that was being written when its driver died marked nothing yet. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.endsWith('.tmp'))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
