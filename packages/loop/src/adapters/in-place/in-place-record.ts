import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode, readIfThere, removeDurably, replaceDurably } from '../system/durable-file.ts'

/** That a checkout is the driver's for now, and what of it is the operator's; on disk from the begin of a run to its end. */
export interface InPlaceRecord {
  /** The ref that HEAD names while the checkout is the driver's. */
  readonly branch: string
  /** Where the operator left the branch. */
  readonly began: string
  /** Where the driver last brought the branch. */
  readonly at: string
  /** The commit that holds all that lay about, where anything did. */
  readonly before: string | undefined
  /** The operator's files that git does not know: path → what tells that nobody touched it. */
  readonly untracked: Readonly<Record<string, string>>
  /** What git ignored at the begin; a folder of which it ignores all ends in a slash. */
  readonly ignored: readonly string[]
  /** Tracked files of the feature folder that the operator had changed. */
  readonly edits: readonly string[]
  /** The index that is about to be renamed into its place: its bytes tell our lock from everybody else's. */
  readonly landing?: { readonly digest: string; readonly to: string } | undefined
}

export interface InPlaceRecordFile {
  readonly read: () => InPlaceRecord | undefined
  readonly write: (record: InPlaceRecord) => void
  readonly remove: () => void
}

/** The record of one feature. */
export function createInPlaceRecord(path: string): InPlaceRecordFile {
  return {
    read: () => {
      const text = readIfThere(path)
      // Written below, whole or not at all.
      return text === undefined ? undefined : (JSON.parse(text) as InPlaceRecord)
    },
    write: (record) => replaceDurably(path, `${JSON.stringify(record)}\n`),
    remove: () => removeDurably(path),
  }
}

/** What a file is as far as a look at it tells; undefined when it is gone. */
export function signatureOf(top: string, path: string): string | undefined {
  try {
    const { mode, size, mtimeMs, ino } = lstatSync(join(top, path))
    return `${mode.toString(8)} ${size} ${mtimeMs} ${ino}`
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

/** The operator's files that nobody touched. */
export function isUntouched(top: string, { untracked }: InPlaceRecord, path: string): boolean {
  const signature = untracked[path]
  return signature !== undefined && signature === signatureOf(top, path)
}

/**
 * What belongs to no tree of the driver's: untracked files that nobody touched, and all that git ignored when the run began, whatever
 * an agent makes of the rules that ignore it.
 */
export function isLeftOut(top: string, record: InPlaceRecord, path: string): boolean {
  if (isUntouched(top, record, path)) return true
  return record.ignored.some((entry) => (entry.endsWith('/') ? path.startsWith(entry) : path === entry))
}
