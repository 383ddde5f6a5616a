/** What a repository shows without anything of it being run. */
export interface RepositoryFacts {
  /** The folder that the state folder lies in, from the top of the repository; `.` for the top itself. */
  readonly folder: string
  /** The names of the files and folders directly in it. */
  readonly names: ReadonlySet<string>
  /** The texts of those of `manifests` that are there. */
  readonly texts: ReadonlyMap<string, string>
  /** Those of `madeFolders`, and of the state folders, that git ignores. */
  readonly ignored: ReadonlySet<string>
  /** The agent programs that are on PATH. */
  readonly agents: readonly string[]
}

/** The files that a proposal reads. */
export const manifests = [
  'package.json',
  'yarn.lock',
  'Cargo.toml',
  'go.mod',
  'pyproject.toml',
  'tox.ini',
  'Makefile',
] as const

/** Folders that set-up and tests fill: where git does not ignore them, they would land in a unit's commit. */
export const madeFolders = ['node_modules', 'target', '.venv', '__pycache__'] as const

/** The names of a state folder; the second where it is there already. */
export const stateNames = ['.gatecycle', '.specfuse'] as const

/** A command for verification.yml. */
export interface ProposedCommand {
  readonly name: string
  readonly run: readonly string[]
  /** Where it was seen, as a comment. */
  readonly seen: string
}

/** What one kind of project, or all together, suggest. */
export interface Proposal {
  /** What decides about a unit. */
  readonly code: readonly ProposedCommand[]
  /** What makes a fresh checkout ready. */
  readonly setup: readonly ProposedCommand[]
  /** Ignored paths that a fresh checkout shares with this one. */
  readonly link: readonly string[]
  /** What was seen and not taken over, and what a person should know; one sentence each. */
  readonly notes: readonly string[]
}

/** Looks at the facts for one kind of project; undefined where there is none. */
export type Proposer = (facts: RepositoryFacts) => Proposal | undefined
