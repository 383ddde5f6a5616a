/** What a compiled schema says about one value; the words are put on it elsewhere. */
export interface SchemaError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A compiled schema: true when the value is as described, else `errors` says where it is not. */
export interface Validator {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

/** The compiled schemas of one version of the log. */
export interface Validators {
  readonly envelope: Validator
  readonly payloads: Readonly<Record<string, Validator>>
}
