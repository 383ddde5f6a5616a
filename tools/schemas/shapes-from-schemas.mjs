// The schemas as data, from which the shapes of lines are made when a log is long.
import { bare, withoutLookups } from './validators-from-schemas.mjs'

export function shapesFromSchemas(versions) {
  const rows = Object.entries(versions).map(([version, { envelope, payloads }]) => {
    const all = Object.entries(payloads).map(([type, schema]) => [type, plain(schema)])
    return [version, { envelope: plain(withoutLookups(envelope)), payloads: Object.fromEntries(all) }]
  })
  return `import type { ShapeSchemas } from '../shape/shape-schema.ts'

/** The schemas, by version of the envelope: made when somebody asks for them, which short logs never do. */
export const shapeSchemas = (): Readonly<Record<0 | 1, ShapeSchemas>> => (${JSON.stringify(Object.fromEntries(rows))})
`
}

function plain({ $id: _id, ...schema }) {
  return bare(schema)
}
