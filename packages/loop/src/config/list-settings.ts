import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigTable } from './config-key.ts'
import type { EffectiveValue, Setting } from './settings.ts'

type Level = Readonly<Record<string, unknown>>

/** Every key of the table with its value: what was said, else its default, else nothing. */
export function listSettings(table: ConfigTable, settings: Level, prefix = ''): readonly EffectiveValue[] {
  return Object.entries(table).flatMap(([key, spec]) => listSpec(`${prefix}${key}`, spec, settings[key]))
}

/** The kinds of a key and of what stands at it go together: both come from one table. */
function listSpec(
  path: string,
  spec: ConfigKey | ConfigGroup | ConfigNamed,
  found: unknown,
): readonly EffectiveValue[] {
  if ('keys' in spec) return listSettings(spec.keys, (found ?? {}) as Level, `${path}.`)
  if ('named' in spec) {
    const names = [...((found ?? new Map()) as ReadonlyMap<string, Level>)]
    return names.flatMap(([name, level]) => listSettings(spec.named, level, `${path}.${name}.`))
  }
  const said = found as Setting<EffectiveValue['value']> | undefined
  return [{ path, value: said?.value ?? spec.default, origin: said?.origin ?? { from: 'default' } }]
}
