import type { VerificationStep } from '../verification-plan.ts'

/** Programs that run the file they are given. */
const interpreters =
  /^(?:ba|da|z|k|c|fi)?sh$|^(?:node|nodejs|deno|bun|tsx|ts-node|python[\d.]*|pypy3?|ruby|perl|php|lua|Rscript|pwsh|make|just|groovy|jbang)$/u

/** Programs that run another one. */
const carriers =
  /^(?:env|timeout|time|nice|xvfb-run|npx|pnpx|bunx|uv|poetry|pipenv|pdm|rye|hatch|exec|sudo|command)$/u

/** Arguments after which no file is run: a text, a module, a check of the syntax. */
const notAFile = /^(?:-c|-e|-p|-m|-n|--eval|--print|--check|--test|--input-type.*)$/u

/** Runs of package scripts, and what stands between program and name. */
const packageManagers = /^(?:npm|pnpm|yarn|bun)$/u

/**
 * The files that verification commands run as scripts, as paths from the top of the repository, whether they are there or not.
 * `scriptOf` is the text of a package script in a folder: a command that only names one means what it runs. Pure.
 */
export function namedScripts(
  steps: readonly VerificationStep[],
  scriptOf: Search['scriptOf'],
): ReadonlySet<string> {
  return search(steps, scriptOf).found
}

/** The targets that verification commands ask `make` for; an empty one where they leave it to the makefile. Pure. */
export function namedGoals(
  steps: readonly VerificationStep[],
  scriptOf: Search['scriptOf'],
): ReadonlySet<string> {
  return search(steps, scriptOf).goals
}

function search(
  steps: readonly VerificationStep[],
  scriptOf: Search['scriptOf'],
): Pick<Search, 'found' | 'goals'> {
  const named = { found: new Set<string>(), goals: new Set<string>() }
  for (const { run } of steps) {
    if (run.kind !== 'command') continue
    const { argv, shell, cwd } = run.entry
    const commands = argv === undefined ? splitShell(shell ?? '') : [argv]
    for (const words of commands) collect(words, { folder: cwd, scriptOf, ...named, depth: 0 })
  }
  return named
}

/** Every file that commands name, as they write it: scripts, tests, whatever. Words that look like no path are left out. Pure. */
export function namedFiles(steps: readonly VerificationStep[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { run } of steps) {
    if (run.kind !== 'command') continue
    const { argv, shell, cwd } = run.entry
    const words = argv === undefined ? splitShell(shell ?? '').flat() : argv.slice(1)
    for (const word of words.filter((each) => /[./]/u.test(each) && !/^-|[*?{}]/u.test(each))) {
      const path = /\.\w+$/u.test(word) ? join(cwd, word) : undefined
      if (path !== undefined) found.add(path)
    }
  }
  return found
}

interface Search {
  readonly folder: string
  readonly scriptOf: (folder: string, name: string) => string | undefined
  readonly found: Set<string>
  readonly goals: Set<string>
  readonly depth: number
}

function collect(words: readonly string[], search: Search): void {
  const [program, ...rest] = withoutCarriers(words)
  if (program === undefined || search.depth > 4) return
  const path = join(search.folder, program)
  if (program.includes('/') && path !== undefined) search.found.add(path)
  const name = program.slice(program.lastIndexOf('/') + 1)
  if (packageManagers.test(name)) followScript(rest, search)
  if (interpreters.test(name)) followInterpreter(name, rest, search)
  if (/^g?make$/u.test(name)) for (const goal of goalsIn(rest)) search.goals.add(goal)
}

/** What stands behind an option may be its value: one target too many is guarded, and none too few. */
function goalsIn(words: readonly string[]): readonly string[] {
  const goals = words.filter((word) => !/^-|=/u.test(word))
  return words.some((word) => word.startsWith('-')) || goals.length === 0 ? ['', ...goals] : goals
}

/** A shell with a line to run, or a program with a file to run. */
function followInterpreter(name: string, rest: readonly string[], search: Search): void {
  const line = rest.includes('-c') ? rest[rest.indexOf('-c') + 1] : undefined
  if (name.endsWith('sh') && line !== undefined) {
    for (const inner of splitShell(line)) collect(inner, { ...search, depth: search.depth + 1 })
  }
  if (rest.some((word) => notAFile.test(word))) return
  const script = rest.find((word) => !word.startsWith('-') && word !== 'run')
  const file = script === undefined ? undefined : join(search.folder, script)
  if (file !== undefined) search.found.add(file)
}

/** `npm run lint` means what package.json says under `lint`, and what hangs on it. */
function followScript(words: readonly string[], search: Search): void {
  const name = words.find((word) => !word.startsWith('-') && word !== 'run' && word !== 'run-script')
  if (name === undefined) return
  for (const each of [`pre${name}`, name, `post${name}`]) {
    const text = search.scriptOf(search.folder, each)
    for (const words of text === undefined ? [] : splitShell(text))
      collect(words, { ...search, depth: search.depth + 1 })
  }
}

function withoutCarriers(words: readonly string[]): readonly string[] {
  let rest = words
  for (;;) {
    const [first = ''] = rest
    if (/^\w+=/u.test(first)) rest = rest.slice(1)
    else if (carriers.test(first)) rest = rest.slice(first === 'timeout' ? 2 : 1)
    else if (first === 'run' || (rest !== words && first.startsWith('-'))) rest = rest.slice(1)
    else return rest
  }
}

/** The commands of a line for the shell, roughly: what stands between operators, in words without their quotes. */
function splitShell(line: string): readonly (readonly string[])[] {
  return line
    .split(/&&|\|\||[;|&\n()]/u)
    .map((command) =>
      [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
        ([, double, single, plain]) => double ?? single ?? plain ?? '',
      ),
    )
}

/** A path from the top of the repository; undefined where it leads out. */
function join(folder: string, file: string): string | undefined {
  if (file.startsWith('/')) return undefined
  const parts: string[] = []
  for (const part of `${folder}/${file}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.length === 0 ? undefined : parts.join('/')
}
