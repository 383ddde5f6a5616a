import { createIndexStamp } from './index-stamp.ts'
import { noFiles, type OwnFiles } from './own-files.ts'
import { createWorktreeWrites, type Look, type WorktreeWrites } from './worktree-writes.ts'

/** What the driver's index holds since we last wrote it. */
export interface Known {
  readonly tree: string
  /** What that tree has and the index has not yet: it comes in with git's next look at the files. */
  readonly ahead: OwnFiles
  /** The tree that a snapshot started from: what it holds beyond that, it took from the files. */
  readonly origin: string
  /** The files were only glanced at. */
  readonly isGlance: boolean
}

/** What is known of the index, as long as nobody else writes it; and who wrote to the files since. */
export interface IndexMemory {
  readonly writes: WorktreeWrites
  /** What is known, where it is about this tree. */
  readonly heldFor: (tree: string) => Known | undefined
  readonly note: (known: Known, look: Look) => void
  readonly forget: () => void
  /** Nobody but us wrote the index last: what it says of files counts. */
  readonly isOurs: () => boolean
  readonly last: () => Known | undefined
  /** The index has taken in what was ahead of it. */
  readonly noteIndex: () => void
}

export function createIndexMemory(index: string): IndexMemory {
  const writes = createWorktreeWrites()
  const stamp = createIndexStamp(index)
  let last: Known | undefined
  return {
    writes,
    heldFor: (tree) =>
      last !== undefined && (last.tree === tree || last.origin === tree) && stamp.isOurs() ? last : undefined,
    note: (known, look) => {
      last = known
      stamp.note()
      writes.seen(look)
    },
    forget: () => {
      last = undefined
    },
    isOurs: stamp.isOurs,
    last: () => last,
    noteIndex: () => {
      if (last === undefined) return
      last = { ...last, ahead: noFiles }
      stamp.note()
    },
  }
}
