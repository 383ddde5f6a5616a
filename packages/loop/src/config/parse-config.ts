import { AppError } from '@gatecycle/diagnostics'
import {
  createSourceText,
  parseYaml,
  type YamlEntry,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'
import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigTable, ConfigValue } from './config-key.ts'
import { configTable } from './config-table.ts'
import {
  ConfigProblem,
  nearestHint,
  readers,
  toMapping,
  unknownKeys,
  valueAt,
  type Fail,
} from './read-config-value.ts'
import type { ConfigSource, Setting, Settings, SettingsTree } from './settings.ts'

/** A configuration file: whose it is, how its path is shown, what it says. */
export interface ConfigText {
  readonly from: ConfigSource
  readonly file: string
  readonly text: string
}

/** Reads a config.yml by `configTable`. Throws an AppError CONFIG_INVALID with the place of everything that is wrong in it. */
export function parseConfig(source: ConfigText): Settings {
  const problems: ConfigProblem[] = []
  const reading = { source, problems, fail }
  const settings = collect(problems, () => readText(source, reading)) ?? {}
  if (problems.length > 0) throw refuse(source.file, problems)
  return settings
}

function readText(source: ConfigText, reading: Reading): Settings {
  const parsed = parseYaml(createSourceText(source.text))
  if (!parsed.ok) return fail(parsed.problem.message, parsed.problem.range)
  const { value } = parsed
  if (value.kind === 'scalar' && value.value === undefined) return {}
  return readTable(configTable, toMapping(value, 'the configuration', fail), reading)
}

interface Reading {
  readonly source: ConfigText
  /** Everything that is wrong so far. */
  readonly problems: ConfigProblem[]
  readonly fail: Fail
}

const fail: Fail = (message, range, hint) => {
  throw new ConfigProblem(message, range, hint)
}

/** A value that cannot be read is taken down and left out: what stands beside it is read all the same. */
function collect<T>(problems: ConfigProblem[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error
    problems.push(error)
    return undefined
  }
}

/** One problem is a sentence with its hint; several are a list in the order of the file. */
function refuse(file: string, problems: readonly ConfigProblem[]): AppError {
  const sorted = problems.toSorted(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column,
  )
  const lines = sorted.map(
    ({ message, range: { start } }) => `${file}:${start.line}:${start.column} ${message}`,
  )
  const [only] = sorted
  if (sorted.length === 1)
    return new AppError('CONFIG_INVALID', lines.join(''), only?.hint === undefined ? {} : { hint: only.hint })
  const hinted = lines.map((line, at) => {
    const hint = sorted[at]?.hint
    return hint === undefined ? line : `${line} (${hint})`
  })
  return new AppError('CONFIG_INVALID', hinted.join('\n'))
}

function readTable(table: ConfigTable, mapping: YamlMapping, reading: Reading): SettingsTree {
  const { problems } = reading
  problems.push(...unknownKeys(mapping, Object.keys(table)))
  const entries = Object.entries(table).flatMap(([key, spec]) => {
    const value = valueAt(mapping, key)
    const read =
      value === undefined ? undefined : collect(problems, () => readSpec(key, spec, value, reading))
    return read === undefined ? [] : [[key, read] as const]
  })
  return Object.fromEntries(entries)
}

function readSpec(
  key: string,
  spec: ConfigKey | ConfigGroup | ConfigNamed,
  value: YamlValue,
  reading: Reading,
): unknown {
  if ('keys' in spec) return readTable(spec.keys, toMapping(value, key, reading.fail), reading)
  if ('shape' in spec) return readKey(key, spec, value, reading)
  const { entries } = toMapping(value, key, reading.fail)
  const named = entries.map((entry): [string, unknown] => [
    entry.key,
    collect(reading.problems, () => readNamed(spec, entry, reading)),
  ])
  return new Map(named)
}

function readKey(
  key: string,
  { shape, choices }: ConfigKey,
  value: YamlValue,
  { source, fail }: Reading,
): Setting {
  const { line, column } = value.range.start
  const read = readers[shape](key, value, fail)
  if (choices?.includes(read) === false) {
    const words = choices.map(String)
    fail(`${key} must be one of: ${words.join(', ')}`, value.range, nearestHint(toText(read), words))
  }
  return {
    value: read,
    origin: { from: source.from, file: source.file, line, column },
  }
}

function toText(value: ConfigValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `agents` are the only ones that people name, so a message can say "agent". */
function readNamed(
  { named }: ConfigNamed,
  { key: name, value, keyRange }: YamlEntry,
  reading: Reading,
): unknown {
  const mapping = toMapping(value, `agent "${name}"`, reading.fail)
  const settings = readTable(named, mapping, reading)
  for (const [key, spec] of Object.entries(named)) {
    const required = 'shape' in spec ? spec.required : undefined
    if (required !== undefined && valueAt(mapping, key) === undefined) {
      const says = `agent "${name}" ${required.says}`
      reading.problems.push(new ConfigProblem(says, keyRange, `for example \`${required.example}\``))
    }
  }
  return settings
}
