import type { Config } from './config.ts'
import type { ConfigValue } from './config-key.ts'

/** The two files that configuration comes from. */
export type ConfigSource = 'repository' | 'personal'

/** Where a value was said. */
export type Origin =
  | { readonly from: 'default' }
  | { readonly from: ConfigSource; readonly file: string; readonly line: number; readonly column: number }

/** A value and who said it. */
export interface Setting<T = ConfigValue> {
  readonly value: T
  readonly origin: Origin
}

/** What is said about a configuration of this type: any key may be absent. */
export type SettingsOf<Values> = {
  readonly [K in keyof Values]?: SettingOf<NonNullable<Values[K]>> | undefined
}

type SettingOf<Value> = [Value] extends [ReadonlyMap<string, infer Named>]
  ? ReadonlyMap<string, SettingsOf<Named>>
  : [Value] extends [ConfigValue]
    ? Setting<Value>
    : SettingsOf<Value>

/** What a config.yml says. */
export type Settings = SettingsOf<Config>

/** The same by any table: what stands at a key is of the kind that the table gives it. */
export type SettingsTree = Readonly<Record<string, unknown>>

/** One effective value, for a person: `timeouts.attempt`, 60, default. */
export interface EffectiveValue {
  readonly path: string
  /** Undefined where nobody said anything and there is no default. */
  readonly value: ConfigValue | undefined
  readonly origin: Origin
}
