import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkEvent, checkUnsealedEvent, eventTypes } from '@gatecycle/event-schema'

interface Schema {
  readonly $schema: string
  readonly $id: string
  readonly title: string
  readonly description: string
  readonly type?: string
  readonly additionalProperties?: boolean
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>
  readonly anyOf?: readonly Schema[]
  readonly examples: readonly object[]
}

const root = new URL('../../../schemas/', import.meta.url)
const current = readSchemas('events/')
const older = readSchemas('events/v0/').filter(({ title }) => title !== 'event')

describe.each([...current, ...older])('the schema $$id', (schema) => {
  test('is a closed and described draft 2020-12 schema with a name of its own', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.$id).toMatch(/^urn:gatecycle:schema:event:[a-z_]+:[01]$/u)
    expect(schema.description).not.toBe('')
    for (const shape of schema.anyOf ?? [schema]) {
      expect(shape).toMatchObject({ type: 'object', additionalProperties: false })
      for (const property of Object.values(shape.properties ?? {})) expect(property.description).toBeTruthy()
    }
  })

  test('has examples, and they are valid', () => {
    expect(schema.examples.length).toBeGreaterThan(0)
    for (const payload of schema.examples) {
      const event = { ...envelope, event_type: schema.title, payload }
      expect(schema.$id.endsWith(':1') ? checkUnsealedEvent(event) : checkEvent(event)).toEqual([])
    }
  })
})

describe.each(current)('a payload of $title', (schema) => {
  const [example] = schema.examples

  test('needs every member', () => {
    for (const name of schema.required ?? []) {
      const payload = Object.fromEntries(Object.entries(example ?? {}).filter(([key]) => key !== name))
      const problems = checkUnsealedEvent({ ...envelope, event_type: schema.title, payload })
      // without one member it may be the payload of another type
      expect(problems).toMatchObject([{ severity: 'error', pointer: '/payload' }])
    }
  })

  test('has no other member', () => {
    const payload = { ...example, surplus: 1 }
    const problems = checkUnsealedEvent({ ...envelope, event_type: schema.title, payload })
    expect(problems).toMatchObject([{ code: 'EV202', pointer: '/payload/surplus' }])
  })
})

test('there is one schema for each event type', () => {
  expect(current.map(({ title }) => title).toSorted()).toEqual(eventTypes.toSorted())
})

test('the envelopes have valid examples', () => {
  const v1 = readSchema('event.schema.json')
  expect(v1.examples.flatMap(checkEvent)).toEqual([])
  expect(readSchema('events/v0/event.schema.json').examples.flatMap(checkEvent)).toEqual([])
  expect(v1.additionalProperties).toBe(false)
})

const envelope = {
  timestamp: '2026-01-31T09:30:00Z',
  correlation_id: 'FEAT-2026-0007/T01',
  source: 'driver',
  source_version: '0.1.0',
}

function readSchemas(folder: string): readonly Schema[] {
  const names = readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.schema.json'))
  return names.map((name) => readSchema(folder + name))
}

function readSchema(path: string): Schema {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Schema
}
