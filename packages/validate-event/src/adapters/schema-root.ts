import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@gatecycle/diagnostics'
import { explainSchemaError, type EventProblem } from '@gatecycle/event-schema'
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js'

/** Payload schemas that somebody brings: `events/<event_type>.schema.json` below a folder. */
export interface SchemaRoot {
  readonly has: (type: string) => boolean
  readonly check: (event: {
    readonly event_type?: unknown
    readonly payload?: unknown
  }) => readonly EventProblem[]
}

interface PayloadSchema {
  readonly validate: ValidateFunction
  readonly fields: readonly string[]
}

/** Opens a schema root; the schema library is loaded only here, because it takes longer than the rest of a small check. */
export async function openSchemaRoot(folder: string): Promise<SchemaRoot> {
  if (!existsSync(join(folder, 'events'))) {
    throw new AppError('SCHEMA_ROOT_MISSING', `the schema root ${folder} has no folder "events"`)
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, messages: false })
  const known = new Map<string, PayloadSchema | undefined>()
  const schemaOf = (type: string): PayloadSchema | undefined => {
    if (!known.has(type)) known.set(type, loadSchema(ajv, folder, type))
    return known.get(type)
  }
  return {
    has: (type) => schemaOf(type) !== undefined,
    check: (event) => {
      const schema = typeof event.event_type === 'string' ? schemaOf(event.event_type) : undefined
      if (schema === undefined || schema.validate(event.payload)) return []
      const context = { event, base: '/payload', fields: schema.fields }
      return (schema.validate.errors ?? []).map((error) => explainSchemaError(error, context))
    },
  }
}

function loadSchema(ajv: Ajv2020, folder: string, type: string): PayloadSchema | undefined {
  if (!/^[a-z][a-z0-9_]*$/u.test(type)) return undefined
  const path = join(folder, 'events', `${type}.schema.json`)
  if (!existsSync(path)) return undefined
  try {
    // a schema of an older draft is read as one of 2020-12: what payload schemas use is the same in both
    const { $schema: _, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    return { validate: ajv.compile(schema), fields: Object.keys(schema['properties'] ?? {}) }
  } catch (cause) {
    throw new AppError('SCHEMA_BROKEN', `cannot use ${path}: ${(cause as Error).message}`, { cause })
  }
}
