import type { Range } from '@gatecycle/diagnostics'
import type { TextProblem } from './parse-yaml.ts'
import { parseYaml } from './parse-yaml.ts'
import { createSourceText } from './source-text.ts'
import { verificationSettings } from './verification-keys.ts'
import {
  asText,
  entryOf,
  numberOf,
  textOf,
  textsOf,
  toPlain,
  type YamlEntry,
  type YamlMapping,
  type YamlValue,
} from './yaml-value.ts'

/** One verification command. Exactly one of `argv` (preferred) and `shell` is set. */
export interface VerificationEntry {
  readonly name: string
  readonly argv: readonly string[] | undefined
  readonly shell: string | undefined
  /** Seconds. */
  readonly timeout: number
  /** Relative to the repository root. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** The exit codes that count as passed. */
  readonly expect: readonly number[]
}

/** verification.yml as data: its sets by name, in order, and what is wrong with it. */
export interface Verification {
  readonly sets: ReadonlyMap<string, readonly VerificationEntry[]>
  /** Where each set is declared: its key. */
  readonly places: ReadonlyMap<string, Range>
  /** The keys that are settings, not sets. */
  readonly settings?: readonly YamlEntry[]
  readonly problems: readonly TextProblem[]
}

const defaultTimeout = 900

/** Reads verification.yml. Never throws: an entry that cannot be run is a problem, and is left out of its set. */
export function parseVerification(text: string): Verification {
  const reading = parseYaml(createSourceText(text))
  if (!reading.ok) return { sets: new Map(), places: new Map(), problems: [reading.problem] }
  const { value } = reading
  if (value.kind !== 'mapping') {
    return {
      sets: new Map(),
      places: new Map(),
      problems: [{ message: 'verification.yml is not a mapping of sets', range: value.range }],
    }
  }
  return readSets(value)
}

function readSets(file: YamlMapping): Verification {
  const problems: TextProblem[] = []
  const timeout = defaultTimeoutOf(file)
  const sets = new Map<string, readonly VerificationEntry[]>()
  const places = new Map<string, Range>()
  for (const { key, keyRange, value } of file.entries) {
    // A set-up command that cannot be read would silently not be run.
    if (key === 'setup') readEntries(key, value, timeout, problems)
    if (Object.hasOwn(verificationSettings, key)) continue
    places.set(key, keyRange)
    sets.set(key, readEntries(key, value, timeout, problems))
  }
  const settings = file.entries.filter(({ key }) => Object.hasOwn(verificationSettings, key))
  return { sets, places, settings, problems }
}

function defaultTimeoutOf(file: YamlMapping): number {
  const defaults = entryOf(file, 'defaults')?.value
  return defaults?.kind === 'mapping'
    ? (numberOf(defaults, 'timeout')?.value ?? defaultTimeout)
    : defaultTimeout
}

/** The entries of one set, wherever it is written: a set of verification.yml or the `verify` of a unit. */
export function readEntries(
  set: string,
  value: YamlValue,
  timeout: number = defaultTimeout,
  problems: TextProblem[] = [],
): readonly VerificationEntry[] {
  if (value.kind !== 'sequence') {
    problems.push({ message: `set "${set}" is not a list of commands`, range: value.range })
    return []
  }
  return value.items.flatMap((item) => {
    const entry = readEntry(set, item, timeout)
    if (!('message' in entry)) return [entry]
    problems.push(entry)
    return []
  })
}

function readEntry(set: string, value: YamlValue, timeout: number): VerificationEntry | TextProblem {
  if (value.kind !== 'mapping') {
    return {
      message: `an entry of set "${set}" is not a mapping with name and run or command`,
      range: value.range,
    }
  }
  const name = textOf(value, 'name')?.value
  if (name === undefined) return { message: `an entry of set "${set}" has no name`, range: value.range }
  const reason = whyUnrunnable(value)
  if (reason !== undefined)
    return { message: `entry "${name}" of set "${set}" ${reason}`, range: value.range }
  const run = textsOf(value, 'run').map((item) => item.value)
  return {
    name,
    argv: run.length > 0 ? run : undefined,
    shell: textOf(value, 'command')?.value,
    ...readSurroundings(value, timeout),
  }
}

function readSurroundings(
  entry: YamlMapping,
  timeout: number,
): Pick<VerificationEntry, 'timeout' | 'cwd' | 'env' | 'expect'> {
  return {
    timeout: numberOf(entry, 'timeout')?.value ?? timeout,
    cwd: textOf(entry, 'cwd')?.value ?? '.',
    env: readEnv(entryOf(entry, 'env')?.value),
    expect: readExpect(entryOf(entry, 'expect')?.value),
  }
}

/** A value that would be left out silently makes another command than the one that was written. */
function whyUnrunnable(entry: YamlMapping): string | undefined {
  return requirements.find(({ holds }) => !holds(entry))?.message
}

const requirements: readonly {
  readonly message: string
  readonly holds: (entry: YamlMapping) => boolean
}[] = [
  { message: 'needs a list of program and arguments as run', holds: isRunnable },
  {
    message: 'needs exactly one of run and command',
    holds: (entry) => (entryOf(entry, 'run') === undefined) !== (textOf(entry, 'command') === undefined),
  },
  {
    message: 'needs a number of seconds above 0 as timeout',
    holds: (entry) => entryOf(entry, 'timeout') === undefined || (numberOf(entry, 'timeout')?.value ?? 0) > 0,
  },
  {
    message: 'needs a folder of the repository as cwd',
    holds: (entry) => !leadsOut(textOf(entry, 'cwd')?.value ?? '.'),
  },
  {
    message: 'needs one or more exit codes as expect',
    holds: (entry) => {
      const expected = entryOf(entry, 'expect')?.value
      return expected === undefined || isExitCodes(expected)
    },
  },
]

/** Whether a path from the top of the repository ends outside it. */
function leadsOut(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/u.test(path) || path.split(/[/\\]/u).includes('..')
}

function isRunnable(entry: YamlMapping): boolean {
  const run = entryOf(entry, 'run')?.value
  if (run === undefined) return true
  return (
    run.kind === 'sequence' && run.items.length > 0 && run.items.every((item) => asText(item) !== undefined)
  )
}

function isExitCodes(value: YamlValue): boolean {
  const items = value.kind === 'sequence' ? value.items : [value]
  return items.length > 0 && items.every((item) => Number.isInteger(toPlain(item)))
}

function readEnv(value: YamlValue | undefined): Readonly<Record<string, string>> {
  if (value?.kind !== 'mapping') return {}
  return Object.fromEntries(value.entries.map((entry) => [entry.key, asText(entry.value)?.value ?? '']))
}

function readExpect(value: YamlValue | undefined): readonly number[] {
  if (value === undefined) return [0]
  const items = value.kind === 'sequence' ? value.items : [value]
  return items.map(toPlain).filter((item) => typeof item === 'number')
}
