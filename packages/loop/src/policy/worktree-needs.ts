import {
  createSourceText,
  defaultTimeoutOf,
  entryOf,
  parseYaml,
  readEntries,
  textsOf,
  type VerificationEntry,
  type YamlMapping,
} from '@gatecycle/plan-model'

/** What a fresh worktree lacks that the repository's own checkout has. */
export interface WorktreeNeeds {
  /** Commands that make a fresh worktree ready, for example an install. */
  readonly setup: readonly VerificationEntry[]
  /** Tracked files whose change makes `setup` run again. */
  readonly setupKey: readonly string[]
  /** Ignored paths of the operator's checkout that the worktree shares by a link. */
  readonly link: readonly string[]
  /** Ignored paths that it gets a copy of. */
  readonly copy: readonly string[]
}

/** The lock files of the common package managers: what they install changes when they do. */
const lockFiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'Cargo.lock',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'requirements.txt',
  'go.sum',
  'Gemfile.lock',
  'composer.lock',
]

/** Reads `setup`, `setup_key`, `link` and `copy` of verification.yml. The linter has already judged its YAML. */
export function worktreeNeedsOf(verification: YamlMapping | undefined): WorktreeNeeds {
  const setup = entryOf(verification, 'setup')?.value
  const keys = textsOf(verification, 'setup_key').map(({ value }) => value)
  return {
    setup: setup === undefined ? [] : readEntries('setup', setup, defaultTimeoutOf(verification)),
    setupKey: keys.length > 0 ? keys : lockFiles,
    link: pathsOf(verification, 'link'),
    copy: pathsOf(verification, 'copy'),
  }
}

/** verification.yml as a mapping, for the settings beside its sets. */
export function verificationMapping(text: string | undefined): YamlMapping | undefined {
  const reading = parseYaml(createSourceText(text ?? ''))
  return reading.ok && reading.value.kind === 'mapping' ? reading.value : undefined
}

/** Paths of the repository only: one that leads out of it is left out. */
function pathsOf(verification: YamlMapping | undefined, key: string): readonly string[] {
  return textsOf(verification, key)
    .map(({ value }) => value.replace(/\/+$/u, ''))
    .filter((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'))
}
