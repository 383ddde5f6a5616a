/** How the value of a key is written: `texts` is one text or a list, `variables` a mapping of names to texts. */
export interface ConfigShapes {
  readonly text: string
  readonly texts: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Above 0; parts of a minute count. */
  readonly minutes: number
  /** A whole number from 1. */
  readonly count: number
}

/** A key with one value. */
export type ConfigKey = { [S in keyof ConfigShapes]: KeyOfShape<S> }[keyof ConfigShapes]

interface KeyOfShape<S extends keyof ConfigShapes> {
  readonly shape: S
  /** One sentence without its full stop, for `loop config`, editors and the guide. */
  readonly description: string
  readonly default?: ConfigShapes[S]
  /** What is said about a mapping that lacks it, and what it could say. */
  readonly required?: { readonly says: string; readonly example: string }
  readonly owner?: 'person'
}

/** A key with keys of its own. */
export interface ConfigGroup {
  readonly description: string
  readonly keys: Readonly<Record<string, ConfigKey>>
}

/** A key below which people choose the names; all that is said about a name comes from one file. */
export interface ConfigNamed {
  readonly description: string
  readonly named: Readonly<Record<string, ConfigKey>>
}

export type ConfigTable = Readonly<Record<string, ConfigKey | ConfigGroup | ConfigNamed>>
