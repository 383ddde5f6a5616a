import { rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { userRulesOf } from './driver-index.ts'
import { readIfThere } from './durable-file.ts'
import { hiddenBy, removeHiddenRules } from './hidden-rules.ts'
import {
  compareIgnored,
  listIgnored,
  readListing,
  removeFiles,
  writeListing,
  type IgnoredChanges,
} from './ignored-files.ts'

/** Keeps watch over what git does not look at while an agent works. */
export interface IgnoredGuard {
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
}

interface Options {
  readonly git: Git
  readonly gitDir: () => Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
}

const nothing: IgnoredChanges = { created: [], changed: [], tops: [] }

export function createIgnoredGuard({ git, gitDir, env }: Options): IgnoredGuard {
  const listingFile = async (): Promise<string> => join(await gitDir(), 'gatecycle-ignored.json')
  const since = async (): Promise<IgnoredChanges> => {
    const before = readListing(await listingFile())
    return before === undefined ? nothing : compareIgnored(before, await listIgnored(git, await gitDir()))
  }
  return {
    note: async () => {
      await copyUserRules(git, userRulesOf(await gitDir()), env)
      writeListing(await listingFile(), await listIgnored(git, await gitDir()))
    },
    unhide: async () => {
      const before = readListing(await listingFile())?.files ?? {}
      return removeHiddenRules(git, await gitDir(), (path) => before[path] !== undefined)
    },
    since,
    hiddenBy: async (paths, edited) => hiddenBy(git, await gitDir(), paths, edited),
    dropCreated: async () => {
      const changes = await since()
      removeFiles(git.directory, changes.created)
      return changes
    },
  }
}

/** The file that `core.excludesFile` names, or git's default for it (gitignore(5)). */
async function copyUserRules(git: Git, to: string, env: Options['env']): Promise<void> {
  const { exitCode, stdout } = await git.run(['config', '--type=path', '--get', 'core.excludesFile'])
  const configured = exitCode === 0 ? stdout.replace(/\n$/u, '') : undefined
  const home = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config')
  const text = readIfThere(configured ?? join(home, 'git', 'ignore'))
  // An empty file is a rule as well: one that is written later counts for nothing.
  rmSync(to, { force: true })
  writeFileSync(to, text ?? '')
}
