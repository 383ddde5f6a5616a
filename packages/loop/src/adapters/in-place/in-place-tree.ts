import { join } from 'node:path'
import type { Git, Report } from '../../ports.ts'
import { driverIndexOf } from '../worktree/driver-view.ts'
import { makeFolder, readIfThere } from '../system/durable-file.ts'
import { createIgnoredGuard } from '../guards/ignored-guard.ts'
import { beginInPlace } from './in-place-begin.ts'
import {
  adoptBranch,
  giveFilesBack,
  hiddenRulesOf,
  putFilesTo,
  readHeadOf,
  snapshotFiles,
  type InPlace,
} from './in-place-files.ts'
import { createInPlaceIndex } from './in-place-index.ts'
import { createInPlaceRecord } from './in-place-record.ts'
import { writeDeep, type RunWorktree } from '../worktree/run-worktree.ts'

interface Options extends Pick<InPlace, 'branch' | 'folder' | 'rescue'> {
  /** Git in the operator's checkout. */
  readonly git: Git
  readonly recordPath: string
  readonly report: Report
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The operator's checkout as the tree of a run: HEAD stays on the feature's branch, which goes with every commit. Files that git does
 * not know are the operator's where they were there at the begin.
 */
export function createInPlaceTree({ git, env, recordPath, ...options }: Options): RunWorktree {
  const record = createInPlaceRecord(recordPath)
  const gitDir = gitDirOf(git)
  const refs = `${options.rescue}/in-place`
  const place: InPlace = { ...options, git, gitDir, index: createInPlaceIndex(git, gitDir), record, refs }
  const ignored = createIgnoredGuard({ git, gitDir, env, stir: nothingKnown, rules: hiddenRulesOf(place) })
  return {
    isolation: 'in_place',
    path: git.directory,
    exists: () => record.read() !== undefined,
    prepare: async (commit) => {
      // A checkout that is refused is not written to.
      if (record.read() === undefined) await beginInPlace(place)
      await ignored.takeUserFiles()
      await putFilesTo(place, commit, commit)
    },
    putTo: async (commit, treeish = commit) => putFilesTo(place, commit, treeish),
    snapshot: async (from, forced = []) => snapshotFiles(place, from, forced),
    glance: async (from) => snapshotFiles(place, from, []),
    foresee: nothingKnown,
    want: nothingKnown,
    readHead: async () => readHeadOf(place),
    setHead: async () => void (await git.text(['symbolic-ref', '-m', 'gatecycle', 'HEAD', options.branch])),
    headRef: async () => undefined,
    read: (file) => readIfThere(join(git.directory, file)),
    write: (file, text) => writeDeep(join(git.directory, file), text, nothingKnown),
    stir: nothingKnown,
    keepOut: async () => undefined,
    gitDir,
    indexFile: async () => driverIndexOf(await gitDir()),
    // The index and the last message of the checkout are a person's.
    hookDir: async () => makeFolder(join(await gitDir(), 'gatecycle-hooks')),
    // Nothing that git ignores is taken out of a person's checkout, whoever made it, but for a rule that hides itself.
    ignored: {
      ...ignored,
      dropCreated: async () => ({ ...(await ignored.since()), created: [] }),
    },
    adopt: async () => void (await adoptBranch(place)),
    leave: async (commit) => giveFilesBack(place, commit),
  }
}

function gitDirOf(git: Git): InPlace['gitDir'] {
  let directory: Promise<string> | undefined
  return async () => {
    directory ??= git.text(['rev-parse', '--absolute-git-dir'])
    return directory
  }
}

/** Every look at a checkout is a real one: others may write in it at any moment. */
function nothingKnown(): void {}
