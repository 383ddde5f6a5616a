import type { TextProblem } from './parse-yaml.ts'
import { readReport, whyUnrunnable } from './entry-requirements.ts'
import {
  asText,
  entryOf,
  numberOf,
  textOf,
  textsOf,
  toPlain,
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
  /** Globs: it runs only where the unit changed one of these paths. */
  readonly when?: readonly string[]
  /** A structured report of its tests, read after it has run. */
  readonly report?: TestReportPlace
  /** It may run at the same time as its neighbours that say so too. */
  readonly parallel?: true
  /** The last line `FINDINGS: n` of its output says how many findings are left. */
  readonly findings?: true
  /** Globs of tracked or new files that it may write. */
  readonly outputs?: readonly string[]
  /** Units have to name it in their Verification section. */
  readonly mustBeReferenced?: true
}

export interface TestReportPlace {
  /** From `cwd`; a glob where there are several files. */
  readonly path: string
  readonly kind: 'junit' | 'tap'
}

/** Seconds for a command that says none, in a file that says none. */
export const defaultTimeoutSeconds = 900

/** The entries of one set, wherever it is written: a set of verification.yml or the `verify` of a unit. */
export function readEntries(
  set: string,
  value: YamlValue,
  timeout: number = defaultTimeoutSeconds,
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
    ...readConditions(value),
  }
}

function readConditions(
  entry: YamlMapping,
): Pick<VerificationEntry, 'when' | 'report' | 'parallel' | 'findings' | 'outputs' | 'mustBeReferenced'> {
  const when = textsOf(entry, 'when').map(({ value }) => value)
  const outputs = textsOf(entry, 'outputs').map(({ value }) => value)
  const report = readReport(entryOf(entry, 'report')?.value)
  return {
    ...(when.length === 0 ? {} : { when }),
    ...(outputs.length === 0 ? {} : { outputs }),
    ...(report === undefined ? {} : { report }),
    ...(isTrue(entry, 'parallel') ? { parallel: true } : {}),
    ...(isTrue(entry, 'findings') ? { findings: true } : {}),
    ...(isTrue(entry, 'wu_must_reference') ? { mustBeReferenced: true } : {}),
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

function readEnv(value: YamlValue | undefined): Readonly<Record<string, string>> {
  if (value?.kind !== 'mapping') return {}
  return Object.fromEntries(value.entries.map((entry) => [entry.key, asText(entry.value)?.value ?? '']))
}

function readExpect(value: YamlValue | undefined): readonly number[] {
  if (value === undefined) return [0]
  const items = value.kind === 'sequence' ? value.items : [value]
  return items.map(toPlain).filter((item) => typeof item === 'number')
}

function isTrue(entry: YamlMapping, key: string): boolean {
  const value = entryOf(entry, key)?.value
  return value !== undefined && toPlain(value) === true
}
