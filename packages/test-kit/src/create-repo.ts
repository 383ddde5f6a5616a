import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** A git repository of its own in a temporary folder, with a home and a state home that nothing else uses. */
export interface TestRepo {
  /** The top of the operator's checkout. */
  readonly path: string
  /** Beside the repository: scenarios, marks and what else belongs to a test and to no commit. */
  readonly outside: string
  /** The whole environment of every process that works here. */
  readonly env: Readonly<Record<string, string>>
  /** Trimmed output of a git command that must succeed. */
  readonly git: (...args: readonly string[]) => string
  /** Whether a git command succeeds. */
  readonly gitSays: (...args: readonly string[]) => boolean
  readonly write: (path: string, text: string) => void
  readonly read: (path: string) => string
  readonly has: (path: string) => boolean
  readonly commitAll: (message: string) => string
  readonly remove: () => void
}

export interface RepoOptions {
  /** The folder's name, for example one with spaces. */
  readonly name?: string
  readonly branch?: string
  /** How objects are named; sha1 unless told. */
  readonly objectFormat?: 'sha1' | 'sha256'
}

/**
 * Creates a repository with one commit. Its processes see PATH, a fresh HOME and GATECYCLE_STATE_HOME, no GIT_* of the
 * tests' own and no configuration of user or system.
 */
export function createRepo(options: RepoOptions = {}): TestRepo {
  const { name = 'repo', branch = 'main', objectFormat = 'sha1' } = options
  const repo = repoAt(realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-'))), name)
  initialise(repo, branch, objectFormat)
  return repo
}

/** A checkout that is there already below the folder of a test's repository, for example a clone of it. */
export function checkoutOf({ outside }: TestRepo, name: string): TestRepo {
  return repoAt(outside, name)
}

/** The same repository once more, with everything beside it: cheaper than to make it again. It must not have run yet. */
export function copyRepo({ outside, path }: TestRepo): TestRepo {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-')))
  cpSync(outside, copy, { recursive: true, preserveTimestamps: true })
  return repoAt(copy, basename(path))
}

function repoAt(outside: string, name: string): TestRepo {
  const path = join(outside, name)
  const env = environmentOf(outside)
  for (const folder of [path, env['HOME'] ?? '', env['GATECYCLE_STATE_HOME'] ?? '']) {
    mkdirSync(folder, { recursive: true })
  }
  const git = (...args: readonly string[]): string => runGit(path, env, args)
  return {
    path,
    outside,
    env,
    git,
    gitSays: (...args) => succeeds(() => git(...args)),
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true })
      writeFileSync(join(path, file), text)
    },
    read: (file) => readFileSync(join(path, file), 'utf8'),
    has: (file) => existsSync(join(path, file)),
    commitAll: (message) => {
      git('add', '-A')
      git('commit', '--quiet', '-m', message)
      return git('rev-parse', 'HEAD')
    },
    remove: () => rmSync(outside, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  }
}

function initialise(repo: TestRepo, branch: string, objectFormat: string): void {
  repo.git('init', '--quiet', `--initial-branch=${branch}`, `--object-format=${objectFormat}`)
  const settings = {
    'user.name': 'Olive Operator',
    'user.email': 'olive@example.org',
    'commit.gpgsign': 'false',
    'core.hooksPath': '/dev/null',
    'core.autocrlf': 'false',
    'gc.auto': '0',
  }
  for (const [key, value] of Object.entries(settings)) repo.git('config', key, value)
  repo.write('README.md', '# A repository of a test\n')
  repo.write('.gitignore', 'ignored/\n*.log\n')
  repo.commitAll('chore: start')
}

/** Variables that a test's processes get; the state home marks every one of them. */
function environmentOf(outside: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: join(outside, 'home'),
    TMPDIR: tmpdir(),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GATECYCLE_STATE_HOME: join(outside, 'state'),
    GATECYCLE_TEST_CONTROL: join(outside, 'control'),
  }
}

function runGit(path: string, env: Readonly<Record<string, string>>, args: readonly string[]): string {
  return execFileSync('git', [...args], {
    cwd: path,
    env: { ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }).trim()
}

function succeeds(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
