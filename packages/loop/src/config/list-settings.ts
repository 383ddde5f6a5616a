import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigTable } from './config-key.ts'
import type { EffectiveValue, Setting, SettingsTree } from './settings.ts'

/** Every key of the table with its value: what was said, else its default, else nothing. */
export function listSettings(
  table: ConfigTable,
  settings: SettingsTree,
  prefix = '',
): readonly EffectiveValue[] {
  return Object.entries(table).flatMap(([key, spec]) => listSpec(`${prefix}${key}`, spec, settings[key]))
}

function listSpec(
  path: string,
  spec: ConfigKey | ConfigGroup | ConfigNamed,
  found: unknown,
): readonly EffectiveValue[] {
  if ('keys' in spec) return listSettings(spec.keys, (found ?? {}) as SettingsTree, `${path}.`)
  if ('named' in spec) {
    const names = [...((found ?? new Map()) as ReadonlyMap<string, SettingsTree>)]
    return names.flatMap(([name, level]) => listSettings(spec.named, level, `${path}.${name}.`))
  }
  const said = found as Setting | undefined
  return [{ path, value: said?.value ?? spec.default, origin: said?.origin ?? { from: 'default' } }]
}
