import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { eventTypes } from '@gatecycle/event-schema'

const loop = fileURLToPath(new URL('../../loop/src', import.meta.url))

/** Event types of the literals that a source passes to `append`; that they are known, and fit, the compiler sees to. */
function appendedTypes(path: string): readonly string[] {
  const types: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [event] = node.arguments
      if (node.expression.name.text === 'append' && event !== undefined) types.push(...typesIn(event))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest))
  return types
}

function typesIn(event: ts.Expression): readonly string[] {
  if (!ts.isObjectLiteralExpression(event)) return []
  return event.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return []
    const { initializer } = property
    return property.name.text === 'event_type' && ts.isStringLiteral(initializer) ? [initializer.text] : []
  })
}

test('every event type has an emitter, and every emitter a schema', () => {
  const names = readdirSync(loop, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const emitted = new Set(names.flatMap((name) => appendedTypes(join(loop, name))))
  expect([...emitted].toSorted()).toEqual(eventTypes.toSorted())
})
