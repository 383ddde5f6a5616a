import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { eventTypes } from '@gatecycle/event-schema'

const loop = fileURLToPath(new URL('../../loop/src', import.meta.url))

/**
 * Event types of the events that a source makes: object literals with `event_type` and `payload`. That the type is
 * known and the payload fits, the compiler sees to.
 */
function madeTypes(path: string): readonly string[] {
  const types: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) types.push(...typeOf(node))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest))
  return types
}

function typeOf({ properties }: ts.ObjectLiteralExpression): readonly string[] {
  const named = properties.flatMap((property) => {
    const { name } = property
    return name !== undefined && ts.isIdentifier(name) ? [{ name: name.text, property }] : []
  })
  if (!named.some(({ name }) => name === 'payload')) return []
  return named.flatMap(({ name, property }) => {
    if (name !== 'event_type' || !ts.isPropertyAssignment(property)) return []
    return ts.isStringLiteral(property.initializer) ? [property.initializer.text] : []
  })
}

test('every event type has an emitter, and every emitter a schema', () => {
  const names = readdirSync(loop, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const emitted = new Set(names.flatMap((name) => madeTypes(join(loop, name))))
  expect([...emitted].toSorted()).toEqual(eventTypes.toSorted())
})
