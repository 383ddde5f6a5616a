/** A key of verification.yml, or of one of its entries. */
export interface VerificationKey {
  /**
   * `argv` is a program and its arguments, `codes` one exit code or several, `entries` a list of commands, `flag` true or false,
   * `choice` one of `values`, `report` a path with its kind.
   */
  readonly shape:
    | 'text'
    | 'texts'
    | 'argv'
    | 'seconds'
    | 'variables'
    | 'codes'
    | 'entries'
    | 'flag'
    | 'choice'
    | 'report'
    | 'any'
  readonly values?: readonly string[]
  /** One sentence without its full stop, for editors. */
  readonly description: string
  readonly default?: number | string | boolean
  /** `ignored`: accepted because plans in use have it, and read by nobody. */
  readonly effect?: 'ignored'
}

export type VerificationKeys = Readonly<Record<string, VerificationKey>>

const ignored = { shape: 'any', effect: 'ignored' } as const

/** The keys of one entry: a command of a set, of `setup`, or of a unit's `verify`. */
export const entryKeys: VerificationKeys = {
  name: { shape: 'text', description: 'What the command is called in logs, receipts and trailers' },
  run: { shape: 'argv', description: 'Program and arguments; no shell stands between' },
  command: { shape: 'text', description: 'A line for the shell; instead of `run`' },
  timeout: { shape: 'seconds', description: 'Seconds until it counts as failed', default: 900 },
  cwd: { shape: 'text', description: 'Where it runs, from the top of the repository', default: '.' },
  env: { shape: 'variables', description: 'Variables that are added to its environment' },
  expect: { shape: 'codes', description: 'The exit codes that count as passed', default: 0 },
  when: { shape: 'texts', description: 'Globs: it runs only for a unit that changed one of these paths' },
  findings: {
    shape: 'flag',
    description: 'Its output says `FINDINGS: n`, how many are left; the last such line goes into the log',
    default: false,
  },
  report: {
    shape: 'report',
    description: 'Where it leaves a report of its tests, which counts instead of its output',
  },
  parallel: {
    shape: 'flag',
    description: 'It may run at the same time as its neighbours that say so too',
    default: false,
  },
  outputs: {
    shape: 'texts',
    description: 'Globs of tracked or new files that it may write; they are put back afterwards',
  },
  wu_must_reference: {
    shape: 'flag',
    description: 'Units have to name it in their Verification section; plan-lint says which do not',
    default: false,
  },
}

/** The keys of `defaults`. */
export const defaultsKeys: VerificationKeys = {
  timeout: { shape: 'seconds', description: 'Seconds for entries that say none', default: 900 },
  max_attempts: { ...ignored, description: 'Accepted and without effect: a unit says its own' },
}

/** The keys of verification.yml that are settings; every other key is a set. `defaults` has keys of its own. */
export const verificationSettings: VerificationKeys = {
  defaults: { shape: 'any', description: 'What entries have that do not say it themselves' },
  setup: {
    shape: 'entries',
    description: 'Commands that make a fresh worktree ready, for example an install',
  },
  setup_key: {
    shape: 'texts',
    description: 'Tracked files whose change makes `setup` run again; without it the common lock files',
  },
  link: { shape: 'texts', description: 'Ignored paths of your checkout that the worktree shares by a link' },
  copy: { shape: 'texts', description: 'Ignored paths of your checkout that the worktree gets a copy of' },
  clean_room: {
    shape: 'flag',
    description: 'Whether verification runs in a fresh worktree of the candidate, after `setup`',
    default: false,
  },
  cost_tracking: { ...ignored, description: 'Accepted and without effect' },
  baseline_probe: { ...ignored, description: 'Accepted and without effect: the baseline is always probed' },
  oracle_surface: {
    shape: 'texts',
    description: 'Globs of files that belong to the oracle surface beyond the built-in list',
  },
  fail_fast: {
    shape: 'flag',
    description: 'What stands behind a command that did not pass is not run any more',
    default: false,
  },
  flaky: {
    shape: 'choice',
    values: ['refuse', 'accept'],
    description: 'What a command counts as that fails and passes when it is run once more',
    default: 'refuse',
  },
  tests_may_shrink: {
    shape: 'choice',
    values: ['review', 'stop', 'allow'],
    description:
      'What becomes of a unit after which fewer tests run, where it does not declare `removes_tests`',
    default: 'review',
  },
}
