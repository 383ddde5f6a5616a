import { scalarShape } from './scalar-shape.ts'
import { isShapeSchema, typesOf, type ShapeSchema } from './shape-schema.ts'

/** How values are written in one version of the log. */
export interface ShapeContext {
  readonly offsets: 'utc' | 'any'
  /** Whether a blank may stand behind a comma and a colon. */
  readonly mayHaveBlanks: boolean
  readonly $defs: Readonly<Record<string, ShapeSchema>>
  /** How many levels more are looked at. */
  readonly depth: number
}

const plainName = /^[\w @/.-]+$/u

/**
 * The source of a regular expression for values that are written like this one: the same members in the same order,
 * containers where it has containers. Whatever it accepts is JSON, without a name twice, and valid by the schema; it is
 * free to accept less. Undefined where nothing can be promised.
 *
 * Two shapes of one schema never accept the same text, and of a list all containers have one shape: so there is only one
 * way to match a text, and a text that does not match is left in linear time.
 */
export function valueShape(schema: ShapeSchema, value: unknown, context: ShapeContext): string | undefined {
  const { $ref, anyOf } = schema
  if (context.depth === 0 || !isShapeSchema(schema)) return undefined
  const inner = { ...context, depth: context.depth - 1 }
  if ($ref !== undefined) return refShape(schema, value, inner)
  if (anyOf !== undefined) return anyShape(schema, value, inner)
  if (Array.isArray(value)) return listShape(schema, value, inner)
  if (typeof value === 'object' && value !== null) return objectShape(schema, value, inner)
  return scalarShape(schema, context.offsets)
}

function refShape(schema: ShapeSchema, value: unknown, context: ShapeContext): string | undefined {
  const target = context.$defs[schema.$ref?.replace('#/$defs/', '') ?? '']
  return target === undefined || Object.keys(schema).length > 1
    ? undefined
    : valueShape(target, value, context)
}

function anyShape(schema: ShapeSchema, value: unknown, context: ShapeContext): string | undefined {
  if (Object.keys(schema).some((keyword) => keyword !== 'anyOf' && keyword !== '$defs')) return undefined
  for (const one of schema.anyOf ?? []) {
    const shape = valueShape(one, value, context)
    if (shape !== undefined) return shape
  }
  return undefined
}

function listShape(schema: ShapeSchema, list: readonly unknown[], context: ShapeContext): string | undefined {
  const { items = {}, minItems = 0 } = schema
  if (!admitsList(schema, list)) return undefined
  const shapes = new Set(list.map((item) => valueShape(items, item, context)))
  // what an empty list would hold: no container
  if (list.length === 0) shapes.add(valueShape(items, undefined, context))
  const [shape] = shapes
  if (shapes.size !== 1 || (shape === undefined && list.length > 0)) return undefined
  if (shape === undefined) return String.raw`\[\]`
  const many = `${shape}(?:${commaIn(context)}${shape})*`
  return isContainer(list[0]) || minItems === 1 ? String.raw`\[${many}\]` : String.raw`\[(?:${many})?\]`
}

/** Whether the schema admits lists of as many items as this one and more. */
function admitsList(schema: ShapeSchema, { length }: readonly unknown[]): boolean {
  const { minItems = 0 } = schema
  return typesOf(schema).includes('array') && !hasValues(schema) && minItems <= Math.min(1, length)
}

function objectShape(schema: ShapeSchema, value: object, context: ShapeContext): string | undefined {
  const { required = [] } = schema
  if (!typesOf(schema).includes('object') || hasValues(schema)) return undefined
  if (!required.every((name) => Object.hasOwn(value, name))) return undefined
  const members = Object.entries(value).map(([name, item]) => {
    const inner = memberSchema(schema, name)
    const shape = inner && valueShape(inner, item, context)
    return shape && `"${name.replaceAll('.', String.raw`\.`)}":${context.mayHaveBlanks ? ' ?' : ''}${shape}`
  })
  return members.includes(undefined) ? undefined : String.raw`\{${members.join(commaIn(context))}\}`
}

/** The schema of a member; undefined where it may not be there, or has a name that is not written as it is read. */
function memberSchema(schema: ShapeSchema, name: string): ShapeSchema | undefined {
  const { properties = {}, additionalProperties = true } = schema
  if (!plainName.test(name)) return undefined
  if (Object.hasOwn(properties, name)) return properties[name]
  return additionalProperties === true ? {} : additionalProperties || undefined
}

function commaIn({ mayHaveBlanks }: ShapeContext): string {
  return mayHaveBlanks ? ', ?' : ','
}

function hasValues({ enum: values, const: value }: ShapeSchema): boolean {
  return values !== undefined || value !== undefined
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
