import { typesOf, type ShapeSchema } from './shape-schema.ts'

/**
 * The longest line that is known by its shape, in bytes. No text in it has more characters than that, so a schema that
 * admits as many needs no count.
 */
export const longestShapedLine = 8000

const character = String.raw`[^"\\\x00-\x1f]*`
const escape = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`
const rest = `${character}(?:${escape}${character})*"`
/** As many digits as every reader can hold. */
const mostDigits = 15
const fraction = String.raw`(?:\.\d{1,30})?(?:[eE][-+]?\d{1,2})?`

const longMonths = String.raw`(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])`
const shortMonths = String.raw`(?:0[469]|11)-(?:0[1-9]|[12]\d|30)`
const february = String.raw`02-(?:0[1-9]|1\d|2[0-8])`
const clock = String.raw`T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?`
const offset = { utc: String.raw`(?:Z|\+00:00)`, any: String.raw`(?:Z|[-+](?:[01]\d|2[0-3]):[0-5]\d)` }

/** Patterns that can neither leave a text in quotes nor mean something else without their anchors. */
const safePattern = /^\^(?:[\w:/-]|\\d|\[(?!\^)[\w-]+\]|\((?:\?:)?|[)|+*?]|\{\d+(?:,\d*)?\})*\$$/u
const safeLiteral = /^[\w .:/-]*$/u

/** How a text, a number, a boolean or null is written, as far as the schema admits it. */
export function scalarShape(schema: ShapeSchema, offsets: 'utc' | 'any'): string | undefined {
  const types = typesOf(schema)
  const values = schema.const === undefined ? schema.enum : [schema.const]
  if (values !== undefined) return oneOf(values.map((value) => literalShape(value, types)))
  const shapes: (string | undefined)[] = []
  if (types.includes('string')) shapes.push(textShape(schema, offsets))
  if (types.includes('number')) shapes.push(numberShape(schema, fraction))
  else if (types.includes('integer')) shapes.push(numberShape(schema, ''))
  if (types.includes('boolean')) shapes.push('true', 'false')
  if (types.includes('null')) shapes.push('null')
  return oneOf(shapes)
}

function oneOf(shapes: readonly (string | undefined)[]): string | undefined {
  return shapes.length === 0 || shapes.includes(undefined) ? undefined : `(?:${shapes.join('|')})`
}

function literalShape(value: unknown, types: readonly string[]): string | undefined {
  const type = value === null ? 'null' : typeof value
  const isAdmitted = types.includes(type) || (Number.isSafeInteger(value) && types.includes('integer'))
  if (!isAdmitted || !safeLiteral.test(String(value))) return undefined
  return JSON.stringify(value).replaceAll('.', String.raw`\.`)
}

function textShape(schema: ShapeSchema, offsets: 'utc' | 'any'): string | undefined {
  const { format, pattern, minLength = 0, maxLength = longestShapedLine } = schema
  if (maxLength < longestShapedLine || minLength > 1) return undefined
  if (format !== undefined) return format === 'date-time' ? timeShape(offsets) : undefined
  if (pattern !== undefined) return minLength === 0 ? patternShape(pattern) : undefined
  return minLength === 0 ? `"${rest}` : `"(?!")${rest}`
}

/** The days that every year has: `isTimestamp` is asked about the other one. */
function timeShape(offsets: 'utc' | 'any'): string {
  return String.raw`"\d{4}-(?:${longMonths}|${shortMonths}|${february})${clock}${offset[offsets]}"`
}

function patternShape(pattern: string): string | undefined {
  if (!safePattern.test(pattern)) return undefined
  const inner = pattern.slice(1, -1).replaceAll(/\((?!\?)/gu, '(?:')
  // an anchor belongs to one side of a bar that is in no group
  return withoutGroups(inner).includes('|') ? undefined : `"${inner}"`
}

function withoutGroups(pattern: string): string {
  const less = pattern.replaceAll(/\([^()]*\)/gu, '')
  return less === pattern ? pattern : withoutGroups(less)
}

/** Numbers of fewer digits than the largest that is admitted; the smallest is 0, 1 or none. */
function numberShape({ minimum, maximum }: ShapeSchema, end: string): string | undefined {
  const digits = maximum === undefined ? mostDigits : String(maximum).length - 1
  if (digits < 1 || (maximum !== undefined && (!Number.isSafeInteger(maximum) || end !== '')))
    return undefined
  const positive = String.raw`[1-9]\d{0,${digits - 1}}`
  if (minimum === 1 && end === '') return positive
  const whole = `(?:0|${positive})${end}`
  if (minimum === 0) return whole
  return minimum === undefined && maximum === undefined ? `-?${whole}` : undefined
}
