import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the driver keeps what belongs to no commit. */
export interface StatePaths {
  readonly journal: string
  readonly pendingLog: string
  /** Passes on trees before any work, by tree, command and environment. */
  readonly passes: string
  /** The tests that ran on a tree, one file for each of the last trees. */
  readonly testSets: string
  /** What verification wrote on a tree without any work. */
  readonly outputs: string
  /** An arm whose commit may have landed without its files in the checkout. */
  readonly arming: string
  /** What a person asks of the driver that runs. */
  readonly request: string
  readonly lock: string
  /** The same lock beside the run worktree: agents reach into the git directory, and seldom here. */
  readonly secondLock: string
  /** What a run holds besides: one feature at a time is worked on in a repository. */
  readonly repositoryLock: string
  /** One file for each run whose processes nobody has looked for since. */
  readonly marks: string
  /** Output files and prompts of a run. */
  readonly runs: string
  readonly worktree: string
  /** That the operator's checkout is the driver's for now. */
  readonly inPlace: string
}

interface Place {
  /** Absolute, shared by all worktrees of the repository. */
  readonly commonGitDir: string
  /** Path of the state folder from the top of the repository: a monorepo may have several. */
  readonly stateRoot: string
  readonly feature: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Journal, lock and logs lie in the git directory, which no tree contains; the run worktree lies in the user's state directory,
 * because agents refuse to write below `.git`.
 */
export function statePathsOf({ commonGitDir, stateRoot, feature, env }: Place): StatePaths {
  const key = `${stateRoot.replaceAll(/[^\w.-]/gu, '-')}-${shortHash(stateRoot)}`
  const name = feature.replaceAll('/', '-')
  const folder = join(commonGitDir, 'gatecycle', key, name)
  const worktree = join(stateHome(env), 'worktrees', shortHash(`${commonGitDir}\n${stateRoot}`), name)
  return {
    journal: join(folder, 'journal.jsonl'),
    pendingLog: join(folder, 'events.pending.jsonl'),
    passes: join(folder, 'passes.json'),
    testSets: join(folder, 'tests'),
    outputs: join(folder, 'outputs.json'),
    arming: join(folder, 'arming.json'),
    request: join(folder, 'request.json'),
    lock: join(folder, 'lock'),
    secondLock: `${worktree}.lock`,
    repositoryLock: join(commonGitDir, 'gatecycle', 'lock'),
    marks: join(folder, 'marks'),
    runs: join(folder, 'runs'),
    worktree,
    inPlace: join(folder, 'in-place.json'),
  }
}

/** GATECYCLE_STATE_HOME, else the platform's place for a user's state. */
function stateHome(env: Place['env']): string {
  const own = env['GATECYCLE_STATE_HOME']
  if (own !== undefined && own !== '') return own
  if (process.platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'gatecycle')
  const xdg = env['XDG_STATE_HOME']
  const home = env['HOME'] ?? homedir()
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(home, '.local', 'state'), 'gatecycle')
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
