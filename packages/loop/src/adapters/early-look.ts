import { rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { userRulesOf } from './driver-view.ts'
import { readIfThere } from './durable-file.ts'
import { rawEntries } from './ignored-files.ts'
import type { WorktreeWrites } from './worktree-writes.ts'

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
  let userRules: Promise<string> | undefined
  let begun: Promise<readonly string[] | undefined> | undefined
  const ask = async (): Promise<readonly string[]> => {
    userRules ??= findUserRules(config, env)
    const directory = await gitDir()
    copyRules(await userRules, userRulesOf(directory))
    return rawEntries(git, directory)
  }
  return {
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

/** The file that `core.excludesFile` names, or git's default for it (gitignore(5)). Asked before any agent has worked. */
async function findUserRules(config: Git['config'], env: EarlyLookOptions['env']): Promise<string> {
  const { exitCode, stdout } = await config(userRulesQuestion)
  const home = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config')
  return exitCode === 0 ? stdout.replace(/\n$/u, '') : join(home, 'git', 'ignore')
}

export const userRulesQuestion = ['--type=path', '--get', 'core.excludesFile'] as const

/**
 * What Python lays beside each module that it reads, in whatever repository: no test run is without it, and no commit wants it
 * (PEP 3147).
 */
const neverMeant = '**/__pycache__/*.py[co]\n'

/** An empty file is a rule as well: one that is written later counts for nothing. */
function copyRules(from: string, to: string): void {
  rmSync(to, { force: true })
  // First: a later rule of the user's own goes before.
  writeFileSync(to, `${neverMeant}${readIfThere(from) ?? ''}`)
}
