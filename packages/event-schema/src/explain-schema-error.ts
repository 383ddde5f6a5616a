import { nearest } from '@gatecycle/diagnostics'
import { createProblem, type EventProblem } from './event-problem.ts'
import { toPointerStep, valueAt } from './json-pointer.ts'
import type { SchemaError } from './validators.ts'

/** What the words need to know: the whole event, where the checked value is in it, and which names are known there. */
export interface SchemaContext {
  readonly event: unknown
  /** Pointer of the checked value: empty for the envelope, `/payload` for the payload. */
  readonly base: string
  readonly fields: readonly string[]
}

type Explain = (error: SchemaError, pointer: string, context: SchemaContext) => EventProblem

/** Puts words on what a compiled schema found: what is wrong, what is allowed, and what was probably meant. */
export function explainSchemaError(error: SchemaError, context: SchemaContext): EventProblem {
  const explain = explanations[error.keyword] ?? explainOther
  return explain(error, context.base + error.instancePath, context)
}

const explanations: Readonly<Record<string, Explain>> = {
  required: explainMissing,
  additionalProperties: explainUnknown,
  enum: explainValue,
  const: explainValue,
  type: explainType,
  pattern: explainPattern,
  minimum: explainRange,
  maximum: explainRange,
  minLength: explainLength,
  maxLength: explainLength,
}

function explainMissing(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const missing = String(error.params['missingProperty'])
  const present = Object.keys(valueAt(event, pointer) ?? {})
  const meant = nearest(missing, present)
  const message = `${nameOf(pointer)} has no ${quote(missing)}`
  if (meant === undefined || meant === missing) return createProblem('EV201', pointer, message)
  return createProblem('EV201', pointer, message, { hint: `is ${quote(meant)} meant to be it?` })
}

function explainUnknown(error: SchemaError, pointer: string, { base, fields }: SchemaContext): EventProblem {
  const name = String(error.params['additionalProperty'])
  const meant = pointer === base ? nearest(name, fields) : undefined
  const message = `${nameOf(pointer)} has ${quote(name)}, which is not known here`
  return createProblem('EV202', pointer + toPointerStep(name), message, suggest(meant))
}

function explainValue(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const { allowedValues, allowedValue } = error.params
  const allowed = Array.isArray(allowedValues) ? allowedValues.map(show) : [show(allowedValue)]
  const found = show(valueAt(event, pointer))
  const meant = nearest(found, allowed)
  const message = `${nameOf(pointer)} is ${found}, not ${allowed.length > 1 ? 'one of ' : ''}${allowed.join(', ')}`
  return createProblem('EV203', pointer, message, suggest(meant))
}

function explainType(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const wanted = [error.params['type']].flat().join(' or ')
  const value = valueAt(event, pointer)
  const code = pointer === '/payload' ? 'EV209' : 'EV204'
  return createProblem(code, pointer, `${nameOf(pointer)} is ${show(value)}, ${wanted} wanted`)
}

function explainPattern(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const pattern = String(error.params['pattern'])
  const form = forms.find(([start]) => pattern.startsWith(start))?.[1] ?? pattern
  return createProblem(
    'EV206',
    pointer,
    `${nameOf(pointer)} is ${show(valueAt(event, pointer))}, ${form} wanted`,
  )
}

const forms: readonly (readonly [start: string, form: string])[] = [
  ['^sha256:', '"sha256:" and 64 lower-case hex digits'],
  ['^((?:[0-9a-f]', '40 or 64 lower-case hex digits'],
  ['^(FEAT', 'a feature or unit like FEAT-2026-0007 or FEAT-2026-0007/T01'],
  ['^(driver|human', 'driver, human, specs, pm, qa, config-steward, merge-watcher or component:<name>'],
  ['^[a-z][a-z0-9-]*$', 'lower-case letters, digits and hyphens'],
]

function explainRange(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const side = error.keyword === 'minimum' ? 'at least' : 'at most'
  const limit = String(error.params['limit'])
  return createProblem(
    'EV207',
    pointer,
    `${nameOf(pointer)} is ${show(valueAt(event, pointer))}, ${side} ${limit} wanted`,
  )
}

function explainLength(error: SchemaError, pointer: string, { event }: SchemaContext): EventProblem {
  const length = Array.from(String(valueAt(event, pointer))).length
  if (length === 0) return createProblem('EV207', pointer, `${nameOf(pointer)} is empty`)
  const limit = String(error.params['limit'])
  return createProblem(
    'EV207',
    pointer,
    `${nameOf(pointer)} has ${length} characters, at most ${limit} allowed`,
  )
}

function explainOther(error: SchemaError, pointer: string): EventProblem {
  return createProblem('EV209', pointer, `${nameOf(pointer)} is not as its schema says (${error.keyword})`)
}

function suggest(meant: string | undefined): { hint?: string; nearest?: string } {
  if (meant === undefined) return {}
  return { hint: `did you mean ${quote(meant.replaceAll('"', ''))}?`, nearest: meant.replaceAll('"', '') }
}

/** How a person would call the place: the last name of the pointer, or "the event". */
function nameOf(pointer: string): string {
  return pointer === '' ? 'the event' : pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')
}

function quote(name: string): string {
  return JSON.stringify(shorten(name))
}

/** A value as it stands in a message: short, and never a terminal escape. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  return typeof value === 'string' ? quote(value) : String(value)
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
