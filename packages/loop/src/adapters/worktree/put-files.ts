import { lstatSync, readFileSync } from 'node:fs'
import { driverIndexOf, viewOf } from './driver-view.ts'
import { readIndexEntries } from './index-entries.ts'
import { readTree, type Place } from './take-files.ts'

/** What the files of a worktree are to be. */
export interface PutOrder {
  readonly tree: string
  /** Paths that are not cleaned away. */
  readonly kept: readonly string[]
  /** A checkout into an empty folder, before anybody could write to the store of objects. */
  readonly isFirst: boolean
}

/** Index and files as in a tree; new files that git does not ignore are removed. */
export async function putFiles(place: Place, { tree, kept, isFirst }: PutOrder): Promise<void> {
  const { git, gitDir, env, files } = place
  if (files.mayHide()) files.distrust()
  // A clock that differs a little from that of the files makes git read too much, not too little.
  const began = Math.floor(Date.now() / 1000) - 1
  await readTree(place, ['-u', '--reset', tree])
  const excluded = kept.map((path) => `--exclude=/${path}`)
  const cleaned = git.text([...viewOf(gitDir), 'clean', '-ffd', '-q', ...excluded], { env })
  const idBytes = tree.length / 2
  if (isFirst) files.settle(idBytes)
  else if (isTrusted(driverIndexOf(gitDir), idBytes, began)) files.distrust()
  await cleaned
}

/**
 * Whether git would believe of a file that was written since then that it is as the index says. What stands in the store under a name may
 * be something else by now: whoever can write there has the file put back as it wants it, and only reading it shows that. Files of the very
 * second in which the index was written git reads again by itself.
 */
function isTrusted(index: string, idBytes: number, began: number): boolean {
  const written = Math.floor(lstatSync(index).mtimeMs / 1000)
  const isBelieved = (ctimeSeconds: number, mtimeSeconds: number): boolean =>
    ctimeSeconds >= began && mtimeSeconds < written
  return readIndexEntries(readFileSync(index), idBytes, isBelieved)?.length !== 0
}
