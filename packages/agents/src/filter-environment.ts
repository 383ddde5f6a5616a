/** Names that override the rules of `filterEnvironment`; exact, upper and lower case matter. */
export interface EnvironmentRules {
  /** Kept although they look like secrets. */
  readonly pass: readonly string[]
  /** Dropped whatever else says. */
  readonly drop: readonly string[]
}

export interface FilteredEnvironment {
  readonly env: Record<string, string>
  /** The names that were dropped, sorted: a process that fails for want of one should say so. */
  readonly withheld: readonly string[]
}

/** Would send git in the agent's worktree to another repository, so these never pass. */
const repositoryVariables: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
])

const secretWords: ReadonlySet<string> = new Set(
  (
    'TOKEN TOKENS AUTHTOKEN SECRET SECRETS PASS PASSWORD PASSWORDS PASSWD PWD PASSPHRASE CREDENTIAL CREDENTIALS ' +
    'CREDS KEY KEYS APIKEY PRIVATE AUTH OAUTH JWT BEARER COOKIE COOKIES PAT'
  ).split(' '),
)

/** Shells set these two to folders; everywhere else PWD is a password. */
const folderVariables: ReadonlySet<string> = new Set(['PWD', 'OLDPWD'])

/**
 * The part of an environment that a process of somebody else may see. Left out: names with a word that means a secret
 * (GITHUB_TOKEN, AWS_ACCESS_KEY_ID, and SSH_AUTH_SOCK, the way to every key of the agent), everything of git, and
 * NODE_OPTIONS, which injects code into every Node program.
 */
export function filterEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { pass, drop }: EnvironmentRules,
): FilteredEnvironment {
  const kept: Record<string, string> = {}
  const withheld: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue
    if (isKept(name, pass, drop)) kept[name] = value
    else withheld.push(name)
  }
  return { env: kept, withheld: withheld.toSorted() }
}

function isKept(name: string, pass: readonly string[], drop: readonly string[]): boolean {
  if (drop.includes(name) || pointsToRepository(name)) return false
  return pass.includes(name) || !isWithheldByDefault(name)
}

/** Whether git would use another repository, index or object store because of this variable. */
export function pointsToRepository(name: string): boolean {
  return repositoryVariables.has(name.toUpperCase())
}

function isWithheldByDefault(name: string): boolean {
  const upper = name.toUpperCase()
  if (upper.startsWith('GIT_') || upper === 'NODE_OPTIONS') return true
  return !folderVariables.has(upper) && wordsOf(name).some((word) => secretWords.has(word))
}

/** `npm_config_//host/:_authToken` → NPM, CONFIG, HOST, AUTH, TOKEN; trailing digits (`API_KEY2`) do not count. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/u)
    .map((word) => word.replace(/\d+$/u, ''))
}
