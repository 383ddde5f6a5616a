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
import { checkKeys, nearestHint, readers, toMapping, valueAt, type Fail } from './read-config-value.ts'
import type { ConfigSource, Setting, Settings, SettingsTree } from './settings.ts'

/** A configuration file: whose it is, how its path is shown, what it says. */
export interface ConfigText {
  readonly from: ConfigSource
  readonly file: string
  readonly text: string
}

/** Reads a config.yml by `configTable`. Throws an AppError CONFIG_INVALID with the place. */
export function parseConfig(source: ConfigText): Settings {
  const { file } = source
  const fail: Fail = (message, { start }, hint) => {
    throw new AppError(
      'CONFIG_INVALID',
      `${file}:${start.line}:${start.column} ${message}`,
      hint === undefined ? {} : { hint },
    )
  }
  const reading = parseYaml(createSourceText(source.text))
  if (!reading.ok) return fail(reading.problem.message, reading.problem.range)
  const { value } = reading
  if (value.kind === 'scalar' && value.value === undefined) return {}
  return readTable(configTable, toMapping(value, 'the configuration', fail), { source, fail })
}

interface Reading {
  readonly source: ConfigText
  readonly fail: Fail
}

function readTable(table: ConfigTable, mapping: YamlMapping, reading: Reading): SettingsTree {
  checkKeys(mapping, Object.keys(table), reading.fail)
  const entries = Object.entries(table).flatMap(([key, spec]) => {
    const value = valueAt(mapping, key)
    return value === undefined ? [] : [[key, readSpec(key, spec, value, reading)] as const]
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
  return new Map(entries.map((entry) => [entry.key, readNamed(spec, entry, reading)]))
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
      reading.fail(`agent "${name}" ${required.says}`, keyRange, `for example \`${required.example}\``)
    }
  }
  return settings
}
