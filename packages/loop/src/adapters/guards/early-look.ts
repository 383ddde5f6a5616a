import { rmSync, writeFileSync } from 'node:fs'
import type { Git } from '../../ports.ts'
import { userFiles } from '../worktree/driver-view.ts'
import { readIfThere } from '../system/durable-file.ts'
import { rawEntries } from './ignored-files.ts'
import { findUserFile } from '../git/user-config.ts'
import type { WorktreeWrites } from '../worktree/worktree-writes.ts'

export interface EarlyLookOptions {
  readonly git: Git
  readonly gitDir: () => Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Asks git's configuration; without it, git where the files are. */
  readonly config?: Git['config']
  /** Who wrote into the worktree; without it anybody may at any moment. */
  readonly writes?: WorktreeWrites | undefined
}

/** What git ignores, asked before it is wanted. */
export interface EarlyLook {
  /** Takes what the user's own files say now; until it is called again, or in another process, nothing else counts. */
  readonly takeUserFiles: () => Promise<void>
  readonly begin: () => void
  /** What was asked, where nobody wrote since; otherwise it is asked now. */
  readonly take: () => Promise<readonly string[]>
}

export function createEarlyLook({
  git,
  gitDir,
  env,
  writes,
  config = async (args) => git.config(args),
}: EarlyLookOptions): EarlyLook {
  let found: Promise<readonly Found[]> | undefined
  let begun: Promise<readonly string[] | undefined> | undefined
  const copy = async (): Promise<string> => {
    found ??= findFiles(config, env)
    const directory = await gitDir()
    for (const { file, text } of await found) writeCopy(file.copyIn(directory), text)
    return directory
  }
  const ask = async (): Promise<readonly string[]> => rawEntries(git, await copy())
  return {
    takeUserFiles: async () => {
      found = undefined
      await copy()
    },
    begin: () => {
      if (writes === undefined) return
      writes.seen(writes.begin())
      // Whoever wants it asks again, and hears what is wrong.
      begun = ask().catch(() => undefined)
    },
    take: async () => {
      const answer = writes?.none() === true ? await begun : undefined
      begun = undefined
      return answer ?? ask()
    },
  }
}

interface Found {
  readonly file: (typeof userFiles)[number]
  readonly text: string
}

/** Read once, before any agent has worked. An empty file is a rule as well: one that is written later counts for nothing. */
async function findFiles(config: Git['config'], env: EarlyLookOptions['env']): Promise<readonly Found[]> {
  return Promise.all(
    userFiles.map(async (file) => ({
      file,
      // First: a later rule of the user's own goes before.
      text: `${file.always}${readIfThere(await findUserFile(file, config, env)) ?? ''}`,
    })),
  )
}

/** Where it is there already, it stays as it is: its time says that nothing changed. */
function writeCopy(copy: string, text: string): void {
  if (readIfThere(copy) === text) return
  rmSync(copy, { force: true, recursive: true })
  writeFileSync(copy, text)
}
