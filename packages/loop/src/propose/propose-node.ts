import type { ProposedCommand, Proposal, RepositoryFacts } from './repository-facts.ts'

interface PackageManager {
  readonly name: string
  readonly lock: string
  readonly run: readonly string[]
  readonly setup: readonly string[]
}

/** By lock file, in the order in which they are believed where there are several. */
const packageManagers: readonly PackageManager[] = [
  {
    name: 'pnpm',
    lock: 'pnpm-lock.yaml',
    run: ['pnpm', 'run'],
    setup: ['pnpm', 'install', '--frozen-lockfile'],
  },
  { name: 'yarn', lock: 'yarn.lock', run: ['yarn', 'run'], setup: ['yarn', 'install', '--frozen-lockfile'] },
  { name: 'bun', lock: 'bun.lock', run: ['bun', 'run'], setup: ['bun', 'install', '--frozen-lockfile'] },
  { name: 'bun', lock: 'bun.lockb', run: ['bun', 'run'], setup: ['bun', 'install', '--frozen-lockfile'] },
  { name: 'npm', lock: 'package-lock.json', run: ['npm', 'run'], setup: ['npm', 'ci'] },
  { name: 'npm', lock: 'npm-shrinkwrap.json', run: ['npm', 'run'], setup: ['npm', 'ci'] },
]

/** The entry that is made of the first of these scripts that is there. */
const wanted = [
  { entry: 'tests', scripts: ['test'] },
  { entry: 'lint', scripts: ['lint'] },
  { entry: 'types', scripts: ['typecheck', 'type-check', 'check-types', 'types'] },
  { entry: 'format', scripts: ['format:check', 'format-check', 'fmt:check', 'check:format'] },
] as const

/** Options with which a checker writes, or never ends. `npm init` writes the second as the test of a new project. */
const writes = /(?:^|\s)--(?:fix|write|watch(?:-?all)?|update-?snapshots?)(?=$|\s|=(?!false))/iu
const placeholder = /no test specified/u

/** What package.json and the lock file suggest. */
export function proposeNode({ names, texts, ignored }: RepositoryFacts): Proposal | undefined {
  const text = texts.get('package.json')
  if (text === undefined) return undefined
  const manifest = readManifest(text)
  if (manifest === undefined)
    return {
      code: [],
      setup: [],
      link: [],
      notes: ['package.json is not JSON, so its scripts were not looked at'],
    }
  const locked = packageManagers.filter(({ lock }) => names.has(lock))
  const manager = locked[0] ?? named(manifest.manager)
  const seen = wanted.map(({ entry, scripts }) => toCommand(entry, scripts, manifest, manager))
  return {
    code: seen.filter((found) => typeof found === 'object'),
    setup: locked[0] === undefined ? [] : [setupOf(locked[0], texts)],
    link: [],
    notes: [
      ...seen.filter((found) => typeof found === 'string'),
      ...notesAboutInstall(manifest, locked, ignored.has('node_modules')),
    ],
  }
}

interface Manifest {
  readonly scripts: Readonly<Record<string, unknown>>
  readonly manager: string
  readonly hasDependencies: boolean
}

function readManifest(text: string): Manifest | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const { scripts, packageManager, dependencies, devDependencies } = toRecord(json)
    return {
      scripts: toRecord(scripts),
      manager: typeof packageManager === 'string' ? packageManager : '',
      hasDependencies: Object.keys({ ...toRecord(dependencies), ...toRecord(devDependencies) }).length > 0,
    }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** `packageManager` of package.json (`pnpm@10.0.0`), else npm, which Node brings. */
function named(manager: string): Pick<PackageManager, 'name' | 'run'> {
  const found = packageManagers.find(({ name }) => manager.startsWith(`${name}@`))
  return found ?? { name: 'npm', run: ['npm', 'run'] }
}

/** A command, or why there is none although there is a script; undefined without a script. */
function toCommand(
  entry: string,
  names: readonly string[],
  { scripts }: Manifest,
  { name: manager, run }: Pick<PackageManager, 'name' | 'run'>,
): ProposedCommand | string | undefined {
  const script = names.find((name) => typeof scripts[name] === 'string')
  if (script === undefined) return undefined
  const text = String(scripts[script])
  if (placeholder.test(text)) return 'the script `test` of package.json is the placeholder of `npm init`'
  const option = writes.exec(text)?.[0].trim()
  if (option !== undefined)
    return `the script \`${script}\` was left out: with ${option} it writes, or never ends`
  const argv = script === 'test' && manager === 'npm' ? ['npm', 'test'] : [...run, script]
  return { name: entry, run: argv, seen: `package.json, script ${script}: ${text}` }
}

/** Newer versions of Yarn write a head with their own version, and call the option by another name. */
function setupOf({ name, lock, setup }: PackageManager, texts: RepositoryFacts['texts']): ProposedCommand {
  const isNewYarn = lock === 'yarn.lock' && /^__metadata:/mu.test(texts.get('yarn.lock') ?? '')
  const run = isNewYarn ? ['yarn', 'install', '--immutable'] : setup
  return { name: `${name}-dependencies`, run, seen: lock }
}

function notesAboutInstall(
  { hasDependencies }: Manifest,
  locked: readonly PackageManager[],
  isIgnored: boolean,
): readonly string[] {
  const notes: string[] = []
  if (hasDependencies && locked.length === 0) {
    notes.push('package.json has dependencies and there is no lock file: commit one, and write `setup` by it')
  }
  if (locked.length > 1) {
    notes.push(`there are several lock files; ${locked[0]?.lock} was believed`)
  }
  if ((hasDependencies || locked.length > 0) && !isIgnored) {
    notes.push('git does not ignore node_modules: add it to .gitignore, else it becomes part of every unit')
  }
  return notes
}
