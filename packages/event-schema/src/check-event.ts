import { nearest } from '@gatecycle/diagnostics'
import { createProblem, type EventProblem } from './event-problem.ts'
import { explainSchemaError, show } from './explain-schema-error.ts'
import { envelopeFields, eventTypes, olderEventTypes, payloadFields } from './generated/facts.ts'
import { validators } from './generated/validators.ts'
import { isTimestamp } from './is-timestamp.ts'
import type { SchemaError, Validator } from './validators.ts'

type Version = 0 | 1

const olderTypes: ReadonlySet<string> = new Set(olderEventTypes)
const digest = /^sha256:[0-9a-f]{64}$/
const nothing: readonly EventProblem[] = []
const payloadsOf: Readonly<Record<Version, ReadonlyMap<string, Validator>>> = {
  0: new Map(Object.entries(validators[0].payloads)),
  1: new Map(Object.entries(validators[1].payloads)),
}

/** Everything that is wrong with one event by its schema: version 1 when it says `schema: 1`, version 0 when it says nothing. */
export function checkEvent(value: unknown): readonly EventProblem[] {
  if (!isObject(value)) return [createProblem('EV110', '', `an event is an object, this is ${show(value)}`)]
  const version = value['schema'] === undefined ? 0 : 1
  return isValid(value, version) && hasDigests(value, version) ? nothing : explain(value, version)
}

/**
 * Whether `checkEvent` finds nothing but, at most, that `prev` or `hash` is no digest: for a reader of whole logs, who
 * compares both with digests he made himself.
 */
export function isValidBesidesSeal(value: unknown): boolean {
  return isObject(value) && isValid(value, value['schema'] === undefined ? 0 : 1)
}

/** The same for an event that has no place in the log yet. */
export function checkUnsealedEvent(event: unknown): readonly EventProblem[] {
  if (!isObject(event)) return checkEvent(event)
  const noHash = `sha256:${'0'.repeat(64)}`
  return checkEvent({ ...event, schema: 1, seq: 1, prev: noHash, hash: noHash })
}

function isValid(event: Readonly<Record<string, unknown>>, version: Version): boolean {
  if (!validators[version].envelope(event)) return false
  if (!isTimestamp(event['timestamp'] as string, version === 1 ? 'utc' : 'any')) return false
  const type = event['event_type'] as string
  const checkPayload = payloadsOf[version].get(type)
  return checkPayload === undefined ? version === 0 && olderTypes.has(type) : checkPayload(event['payload'])
}

/** The generated check of the envelope leaves these two to others. */
function hasDigests({ prev, hash }: Readonly<Record<string, unknown>>, version: Version): boolean {
  return version === 0 || (digest.test(prev as string) && digest.test(hash as string))
}

function explain(event: Readonly<Record<string, unknown>>, version: Version): readonly EventProblem[] {
  const { schema } = event
  if (version === 1 && schema !== 1) {
    return [createProblem('EV210', '/schema', `the event follows version ${show(schema)}, known is 1`)]
  }
  return [
    ...explainEnvelope(event, version),
    ...explainTimestamp(event, version),
    ...explainDigests(event, version),
    ...explainPayload(event, version),
  ]
}

function explainEnvelope(event: object, version: Version): EventProblem[] {
  const context = { event, base: '', fields: envelopeFields[version] }
  const problems = errorsOf(validators[version].envelope, event).map((error) =>
    explainSchemaError(error, context),
  )
  return [...problems, ...explainType(event, version)]
}

/** The generated check of the envelope leaves the event type to others, too. */
function explainType(event: object, version: Version): EventProblem[] {
  const type: unknown = Reflect.get(event, 'event_type')
  const known = version === 1 ? eventTypes : olderEventTypes
  if (typeof type !== 'string' || known.some((name) => name === type)) return []
  const meant = nearest(type, known)
  return [
    createProblem('EV208', '/event_type', `no event type is called ${show(type)}`, {
      ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?`, nearest: meant }),
      ...(version === 0 ? { severity: 'warning' } : {}),
    }),
  ]
}

function explainTimestamp(
  { timestamp }: Readonly<Record<string, unknown>>,
  version: Version,
): EventProblem[] {
  if (typeof timestamp !== 'string' || isTimestamp(timestamp, version === 1 ? 'utc' : 'any')) return []
  const wanted =
    version === 1 ? 'a time in UTC like 2026-01-31T09:30:00.000Z' : 'a time like 2026-01-31T09:30:00Z'
  return [createProblem('EV205', '/timestamp', `timestamp is ${show(timestamp)}, ${wanted} wanted`)]
}

function explainDigests(event: Readonly<Record<string, unknown>>, version: Version): EventProblem[] {
  if (version === 0) return []
  return ['prev', 'hash'].flatMap((name) => {
    const value = event[name]
    if (typeof value !== 'string' || digest.test(value)) return []
    const message = `${name} is ${show(value)}, "sha256:" and 64 lower-case hex digits wanted`
    return [createProblem('EV206', `/${name}`, message)]
  })
}

function explainPayload(event: Readonly<Record<string, unknown>>, version: Version): EventProblem[] {
  const { event_type: type, payload } = event
  const checkPayload = typeof type === 'string' ? payloadsOf[version].get(type) : undefined
  if (typeof type !== 'string' || checkPayload === undefined || !isObject(payload)) return []
  const errors = bestShape(errorsOf(checkPayload, payload))
  const owner = errors.length === 0 ? undefined : ownerOf(payload, version)
  if (owner !== undefined) {
    const message = `the payload is that of ${show(owner)}, not of ${show(type)}`
    return [createProblem('EV209', '/payload', message, { nearest: owner })]
  }
  const context = { event, base: '/payload', fields: payloadFields[version][type] ?? [] }
  return errors.map((error) => explainSchemaError(error, context))
}

/** The event type whose payload this is, where it is exactly one. */
function ownerOf(payload: object, version: Version): string | undefined {
  const owners = [...payloadsOf[version]]
    .filter(([, checkPayload]) => checkPayload(payload))
    .map(([type]) => type)
  return owners.length === 1 ? owners[0] : undefined
}

/** Of several shapes that a payload may have, the errors of the one it comes nearest to. */
function bestShape(errors: readonly SchemaError[]): readonly SchemaError[] {
  const shapes = new Map<string, SchemaError[]>()
  for (const error of errors) {
    const shape = /^#\/anyOf\/\d+/u.exec(error.schemaPath)?.[0]
    if (shape !== undefined) shapes.set(shape, [...(shapes.get(shape) ?? []), error])
  }
  return [...shapes.values()].toSorted((a, b) => a.length - b.length)[0] ?? errors
}

function errorsOf(validate: Validator, value: unknown): readonly SchemaError[] {
  return validate(value) ? [] : (validate.errors ?? [])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
