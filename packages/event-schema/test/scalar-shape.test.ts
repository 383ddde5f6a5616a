import { expect, test } from 'vitest'
import { scalarShape } from '../src/shape/scalar-shape.ts'
import type { ShapeSchema } from '../src/shape/shape-schema.ts'
import { valueShape } from '../src/shape/value-shape.ts'

test.each<[ShapeSchema, readonly string[], readonly string[]]>([
  [{ type: 'integer' }, ['0', '-7', '123456789012345'], ['1.0', '1e3', '1234567890123456', '-', '00', '']],
  [{ type: 'integer', minimum: 0, maximum: 255 }, ['0', '99'], ['-1', '256', '1000']],
  [{ type: 'integer', minimum: 1 }, ['1', '90'], ['0', '-1', '01']],
  [{ type: 'number', minimum: 0 }, ['0.25', '1e-9'], ['-0.25', '1e999', '.5', '1.']],
  [{ type: ['string', 'null'], minLength: 1 }, ['null', '"a"', '"\\n"'], ['""', 'true', '"', '"a""b"']],
  [{ enum: ['a.b', 'c', null] }, ['"a.b"', '"c"', 'null'], ['"axb"', 'c', '""']],
  [{ const: 1 }, ['1'], ['1.0', '11', '"1"']],
  [{ type: 'string', pattern: '^(a|b-\\d{2})+$' }, ['"a"', '"b-12a"'], ['"c"', '""', '"b-1"']],
  [{ type: 'boolean' }, ['true', 'false'], ['null', '0']],
])('%j is written as one of %j, and never as one of %j', (schema, right, wrong) => {
  const shape = new RegExp(`^(?:${scalarShape(schema, 'any')})$`, 'u')
  for (const text of right) expect(text).toMatch(shape)
  for (const text of wrong) expect(text).not.toMatch(shape)
})

test.each<ShapeSchema>([
  { type: 'integer', minimum: 2 },
  { type: 'integer', maximum: 5 },
  { type: 'number', maximum: 99 },
  { type: 'string', minLength: 2 },
  { type: 'string', maxLength: 10 },
  { type: 'string', format: 'uri' },
  { type: 'string', pattern: '^a|b$' },
  { type: 'string', pattern: '^[^a]$' },
  { type: 'string', pattern: '^a.c$' },
  { type: 'string', pattern: '^\\S+$' },
  { type: 'string', pattern: 'abc' },
  { type: 'string', enum: ['a', 1] },
  { enum: ['"'] },
  { type: 'object' },
])('of %j no shape promises to keep to it', (schema) => {
  expect(scalarShape(schema, 'any')).toBeUndefined()
})

test('a keyword that is not known here is not passed over', () => {
  const context = { offsets: 'any', mayHaveBlanks: true, $defs: {}, depth: 3 } as const
  const schema: ShapeSchema & { readonly multipleOf?: number } = { type: 'integer' }
  expect(valueShape(schema, 1, context)).toBeDefined()
  expect(valueShape({ ...schema, multipleOf: 2 } as ShapeSchema, 1, context)).toBeUndefined()
  expect(valueShape({ anyOf: [schema], type: 'integer' }, 1, context)).toBeUndefined()
  expect(valueShape({ enum: [1] }, [1], context)).toBeUndefined()
})
