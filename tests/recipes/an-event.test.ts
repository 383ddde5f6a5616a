import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe } from './follow-recipe.ts'
import { expectToCompile, expectToPass, runProgram, tryOut } from './see-it-work.ts'

let house: House
beforeAll(() => {
  house = copyHouse()
})
afterAll(() => house.remove())

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:gatecycle:schema:event:review_requested:1',
  title: 'review_requested',
  description: 'A gate waits for its review',
  type: 'object',
  additionalProperties: false,
  required: ['gate'],
  properties: {
    gate: {
      type: 'integer',
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Number of the gate',
    },
  },
  examples: [{ gate: 1 }],
}

test('an event that is added as the recipe says is emitted, sealed, checked and read', () => {
  followRecipe(house, {
    recipe: 'An event',
    names: { type: 'review_requested', effect: 'gate/close-gate' },
    edits: {
      'schemas/events/review_requested.schema.json': `${JSON.stringify(schema, undefined, 2)}\n`,
      'schemas/event.schema.json': {
        '        "gate_reached",\n': '        "gate_reached",\n        "review_requested",\n',
      },
      'packages/event-schema/src/fold-log.ts': {
        '  terminal_flips: (state)': '  review_requested: unchanged,\n  terminal_flips: (state)',
      },
      'packages/loop/src/effects/gate/close-gate.ts': {
        '  await commitBookkeeping(':
          "  await log.append({ correlation_id: feature.id, event_type: 'review_requested', payload: { gate: gateNumber } })\n  await commitBookkeeping(",
      },
    },
  })
  expectToCompile(house)
  expectToPass(
    house,
    ['emitters', 'schemas', 'generated', 'check-event'].map(
      (name) => `packages/event-schema/test/${name}.test.ts`,
    ),
  )
  expect(problemsOf({ gate: 2 })).toEqual([])
  expect(problemsOf({ gate: 'two' })).toMatchObject([{ severity: 'error', pointer: '/payload/gate' }])

  const log = tryOut(
    house,
    'packages/event-schema/test/events.ts',
    "print(it.sealAll(['gate_reached', 'review_requested']))",
  )
  house.write('events.jsonl', String(log))
  const { status, output } = runProgram(house, 'packages/validate-event/bin/validate-event.ts', [
    '--chain',
    'events.jsonl',
  ])
  expect(status, output).toBe(0)
})

/** What the checker says about a sealed event of the new type. */
function problemsOf(payload: object): unknown {
  const event = {
    timestamp: '2026-01-31T09:30:00Z',
    correlation_id: 'FEAT-2026-0007',
    event_type: 'review_requested',
    source: 'driver',
    source_version: '0.1.0',
    payload,
  }
  return tryOut(
    house,
    'packages/event-schema/src/index.ts',
    `print(it.checkEvent(JSON.parse(it.sealEvent(undefined, ${JSON.stringify(event)}).line)))`,
  )
}
