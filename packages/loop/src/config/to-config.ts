import type { Config } from './config.ts'
import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigTable } from './config-key.ts'
import { configTable } from './config-table.ts'
import type { Setting, Settings, SettingsTree } from './settings.ts'

/** The settings as the driver uses them, with the defaults of the table. */
export function toConfig(settings: Settings): Config {
  // `TableOf<Config>` holds the table to the type: each key by its shape, and a default where one has to be.
  return toValues(configTable, settings) as unknown as Config
}

function toValues(table: ConfigTable, settings: SettingsTree): Readonly<Record<string, unknown>> {
  const entries = Object.entries(table).map(([key, spec]) => [key, toValue(spec, settings[key])] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function toValue(spec: ConfigKey | ConfigGroup | ConfigNamed, said: unknown): unknown {
  if ('keys' in spec) return toValues(spec.keys, (said ?? {}) as SettingsTree)
  if ('shape' in spec) return (said as Setting | undefined)?.value ?? spec.default
  const named = [...((said ?? new Map()) as ReadonlyMap<string, SettingsTree>)]
  return new Map(named.map(([name, settings]) => [name, { name, ...toValues(spec.named, settings) }]))
}
