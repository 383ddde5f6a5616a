/** What of a JSON Schema a shape can be made from; a schema that says more has none. */
export interface ShapeSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: ShapeSchema
  readonly minItems?: number
  readonly properties?: Readonly<Record<string, ShapeSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | ShapeSchema
  readonly anyOf?: readonly ShapeSchema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, ShapeSchema>>
}

/** The schemas of one version of the log, without what only people read. */
export interface ShapeSchemas {
  readonly envelope: ShapeSchema
  readonly payloads: Readonly<Record<string, ShapeSchema>>
}

/** The keywords above: true for each of them, so that the list cannot miss one. */
const keywords = {
  type: true,
  enum: true,
  const: true,
  pattern: true,
  format: true,
  minLength: true,
  maxLength: true,
  minimum: true,
  maximum: true,
  items: true,
  minItems: true,
  properties: true,
  required: true,
  additionalProperties: true,
  anyOf: true,
  $ref: true,
  $defs: true,
} satisfies Record<keyof ShapeSchema, true>

/** Whether a schema says nothing that a shape would not keep to. */
export function isShapeSchema(schema: ShapeSchema): boolean {
  return Object.keys(schema).every((keyword) => Object.hasOwn(keywords, keyword))
}

/** The types a schema admits; all of them where it names none. */
export function typesOf({ type }: ShapeSchema): readonly string[] {
  if (type === undefined) return ['string', 'number', 'boolean', 'null', 'array', 'object']
  return typeof type === 'string' ? [type] : type
}
