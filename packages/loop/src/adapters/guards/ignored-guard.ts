import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createEarlyLook, type EarlyLookOptions } from './early-look.ts'
import { hiddenBy, removeHiddenRules, type HiddenRules } from './hidden-rules.ts'
import {
  compareIgnored,
  lookThrough,
  rawEntries,
  readListing,
  removeFiles,
  writeListing,
  type IgnoredChanges,
  type IgnoredListing,
} from './ignored-files.ts'

/** Keeps watch over what git does not look at while an agent works. */
export interface IgnoredGuard {
  /** Takes the rules and attributes of the user as they are now. Before the files are written for a run. */
  takeUserFiles(): Promise<void>
  /** Begins to ask git what `note` will want to know, while something else is done. */
  foresee(): void
  /** Takes down what is ignored now, and by which rules of the user. Before an agent starts. */
  note(): Promise<void>
  /** Takes away ignore files that hide themselves; gives their paths. After an agent has worked, before anything is judged. */
  unhide(): Promise<readonly string[]>
  /** What has come and what was written to since; nothing where nothing was taken down. */
  since(): Promise<IgnoredChanges>
  /** Which of these ignored paths only a rule hides that is not in the old text of its file. */
  hiddenBy(paths: readonly string[], edited: ReadonlyMap<string, string>): Promise<readonly string[]>
  /** Removes what has come since, so that the next attempt finds what this one found. */
  dropCreated(): Promise<IgnoredChanges>
  /** The attempt has landed: what it added stays, and belongs to whoever comes next. */
  forget(): Promise<void>
}

interface Options extends EarlyLookOptions {
  /** Called when files were removed: the next look at the worktree is a real one. */
  readonly stir: () => void
  /** What else of the ignore files stays where it is, and where the others are kept; in a worktree of our own nothing is. */
  readonly rules?: HiddenRules
}

const ourOwn: HiddenRules = { wasThere: () => false, keep: async () => undefined }

const nothing: IgnoredChanges = { created: [], changed: [], tops: [] }

export function createIgnoredGuard(options: Options): IgnoredGuard {
  const { git, gitDir, stir, rules = ourOwn } = options
  const listingFile = async (): Promise<string> => listingIn(await gitDir())
  // What git has just been asked when hidden rules were looked for: the next question is the same one.
  let fresh: readonly string[] | undefined
  const early = createEarlyLook(options)
  const since = async (): Promise<IgnoredChanges> => {
    const before = readListing(await listingFile())
    if (before === undefined) return nothing
    const entries = fresh ?? (await rawEntries(git, await gitDir()))
    fresh = undefined
    return compareIgnored(before, lookThrough(git, entries))
  }
  const forget = async (): Promise<void> => rmSync(await listingFile(), { force: true })
  return {
    takeUserFiles: async () => early.takeUserFiles(),
    foresee: () => early.begin(),
    note: async () => {
      fresh = undefined
      writeListing(await listingFile(), lookThrough(git, await early.take()))
    },
    unhide: async () => {
      const known = withListed(rules, readListing(await listingFile()))
      const { removed, entries } = await removeHiddenRules(git, await gitDir(), known)
      fresh = entries
      if (removed.length > 0) stir()
      return removed
    },
    since,
    hiddenBy: async (paths, edited) => hiddenBy(git, await gitDir(), paths, edited),
    dropCreated: async () => {
      fresh = undefined
      const changes = await since()
      removeFiles(git.directory, changes.created)
      stir()
      await forget()
      return changes
    },
    forget,
  }
}

/** What was listed before was there, too. */
function withListed(rules: HiddenRules, before: IgnoredListing | undefined): HiddenRules {
  return {
    ...rules,
    wasThere: (path) => before?.files[path] !== undefined || rules.wasThere(path),
  }
}

function listingIn(gitDir: string): string {
  return join(gitDir, 'gatecycle-ignored.json')
}
