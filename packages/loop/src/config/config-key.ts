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

/** A value of config.yml, whatever its shape. */
export type ConfigValue = ConfigShapes[keyof ConfigShapes]

/** A key with one value. */
export interface ConfigKey<Shape extends keyof ConfigShapes = keyof ConfigShapes> {
  readonly shape: Shape
  /** One sentence without its full stop, for `loop config`, editors and the guide. */
  readonly description: string
  readonly default?: ConfigShapes[Shape]
  /** The only values it may have. */
  readonly choices?: readonly ConfigShapes[Shape][]
  /** What is said about a mapping that lacks it, and what it could say. */
  readonly required?: { readonly says: string; readonly example: string }
  /** `person`: a person's own choice, so the personal file wins. */
  readonly owner?: 'person'
}

/** A key with keys of its own. */
export interface ConfigGroup {
  readonly description: string
  readonly keys: ConfigTable
}

/** A key below which people choose the names; all that is said about a name comes from one file. */
export interface ConfigNamed {
  readonly description: string
  readonly named: ConfigTable
}

export type ConfigTable = Readonly<Record<string, ConfigKey | ConfigGroup | ConfigNamed>>

/** The table that a configuration of this type is read with: exactly its keys, and a default for each that is always there. */
export type TableOf<Values> = {
  readonly [K in keyof Values]-?: SpecOf<
    NonNullable<Values[K]>,
    undefined extends Values[K] ? 'maybe' : 'always'
  >
}

type SpecOf<Value, There> = [Value] extends [ReadonlyMap<string, infer Named>]
  ? { readonly description: string; readonly named: TableOf<Omit<Named, 'name'>> }
  : [Value] extends [ConfigValue]
    ? ConfigKey<ShapeOf<Value>> &
        Chosen<Value> &
        (There extends 'maybe' ? { readonly default?: never } : Filled<Value>)
    : { readonly description: string; readonly keys: TableOf<Value> }

type Filled<Value> = { readonly default: Value } | Required<Pick<ConfigKey, 'required'>>

/** A value of a closed list says the list. */
type Chosen<Value> = [Value] extends [string]
  ? string extends Value
    ? object
    : { readonly choices: readonly Value[] }
  : object

type ShapeOf<Value> = {
  [S in keyof ConfigShapes]: [Value] extends [ConfigShapes[S]] ? S : never
}[keyof ConfigShapes]
