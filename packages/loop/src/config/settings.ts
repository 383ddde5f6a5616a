import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigShapes, ConfigTable } from './config-key.ts'
import type { configTable } from './config-table.ts'

/** The two files that configuration comes from. */
export type ConfigSource = 'repository' | 'personal'

/** Where a value was said; the range of a default is its own. */
export type Origin =
  | { readonly from: 'default' }
  | { readonly from: ConfigSource; readonly file: string; readonly line: number; readonly column: number }

/** A value and who said it. */
export interface Setting<T> {
  readonly value: T
  readonly origin: Origin
}

/** What one file says, by the table it is read with: any key may be absent. */
export type SettingsOf<T extends ConfigTable> = {
  readonly [K in keyof T]?: SettingOf<T[K]> | undefined
}

type SettingOf<T> = T extends ConfigKey
  ? Setting<ConfigShapes[T['shape']]>
  : T extends ConfigGroup
    ? SettingsOf<T['keys']>
    : T extends ConfigNamed
      ? ReadonlyMap<string, SettingsOf<T['named']>>
      : never

/** What a config.yml says. */
export type Settings = SettingsOf<typeof configTable>

/** One effective value, for a person: `timeouts.attempt`, 60, default. */
export interface EffectiveValue {
  readonly path: string
  /** Undefined where nobody said anything and there is no default. */
  readonly value: ConfigShapes[keyof ConfigShapes] | undefined
  readonly origin: Origin
}
