import { expect, test } from 'vitest'
import type { Unit, UnitStatus, UnitType } from '@gatecycle/plan-model'
import { progressOf, unitsAhead } from '../../src/policy/progress-of.ts'
import { createFeature, createGate, createUnit } from '../sample-feature.ts'

interface Drawn {
  readonly type?: UnitType
  readonly status?: UnitStatus
  readonly after?: readonly string[]
}

const draw = (units: Readonly<Record<string, Drawn>>): readonly Unit[] =>
  Object.entries(units).map(([name, { type = 'implementation', status = 'pending', after = [] }]) =>
    createUnit(name, { type, status, dependsOn: after.map((other) => `FEAT-2026-0007/${other}`) }),
  )
const local = (id: string): string => id.replace('FEAT-2026-0007/', '')
const progress = (units: Readonly<Record<string, Drawn>>): unknown => {
  const gate = createGate(draw(units))
  const answer = progressOf(createFeature([gate]), gate)
  return JSON.parse(local(JSON.stringify(answer)).replaceAll('FEAT-2026-0007/', ''))
}
const ahead = (units: Readonly<Record<string, Drawn>>): readonly string[] => {
  const gate = createGate(draw(units))
  return unitsAhead(createFeature([gate]), gate).map(({ id }) => local(id))
}

const done = { status: 'done' } as const
const blocked = { status: 'blocked_human' } as const
const abandoned = { status: 'abandoned' } as const

test.each<readonly [string, Readonly<Record<string, Drawn>>, unknown]>([
  ['the first unit in graph order', { T02: {}, T01: {} }, { kind: 'ready', unit: 'T02' }],
  [
    'a unit whose dependencies are done',
    { T01: done, T02: { after: ['T01'] } },
    { kind: 'ready', unit: 'T02' },
  ],
  ['a later unit when the first waits', { T01: { after: ['T02'] }, T02: {} }, { kind: 'ready', unit: 'T02' }],
  ['a unit that does not depend on a blocked one', { T01: blocked, T02: {} }, { kind: 'ready', unit: 'T02' }],
  [
    'a unit that an older tool left in progress',
    { T01: { status: 'in_progress' } },
    { kind: 'ready', unit: 'T01' },
  ],
  ['a draft of an armed gate', { T01: { status: 'draft' } }, { kind: 'ready', unit: 'T01' }],
  ['complete, when all is done or abandoned', { T01: done, T02: abandoned }, { kind: 'complete' }],
  ['complete, when there is nothing', {}, { kind: 'complete' }],
  [
    'blocked, when only blocked units and those behind them are left',
    { T01: blocked, T02: { after: ['T01'] } },
    { kind: 'blocked', units: ['T01'] },
  ],
  ['blocked, naming all', { T01: blocked, T02: blocked }, { kind: 'blocked', units: ['T01', 'T02'] }],
  [
    'stuck behind an abandoned unit',
    { T01: abandoned, T02: { after: ['T01'] } },
    { kind: 'stuck', reasons: ['T02 waits for T01, which is abandoned'] },
  ],
  [
    'stuck behind a unit of nowhere',
    { T02: { after: ['T09'] } },
    { kind: 'stuck', reasons: ['T02 waits for T09'] },
  ],
  [
    'stuck: the closing unit says what it waits for',
    { T01: { after: ['T09'] }, CLOSE: { type: 'close' } },
    { kind: 'stuck', reasons: ['T01 waits for T09', 'CLOSE waits for the units before it'] },
  ],
  [
    'a closing unit only after all others',
    { CLOSE: { type: 'close' }, T01: {} },
    { kind: 'ready', unit: 'T01' },
  ],
  [
    'a closing unit after abandoned and done ones',
    { T01: done, T02: abandoned, CLOSE: { type: 'close' } },
    { kind: 'ready', unit: 'CLOSE' },
  ],
  [
    'no closing unit while another is blocked',
    { T01: blocked, CLOSE: { type: 'close' } },
    { kind: 'blocked', units: ['T01'] },
  ],
  [
    'closing units in their order',
    { T01: done, 'G1-CLOSE': { type: 'close-intermediate' }, 'G1-PLAN': { type: 'plan-next' } },
    { kind: 'ready', unit: 'G1-CLOSE' },
  ],
])('%s', (_what, units, expected) => {
  expect(progress(units)).toEqual(expected)
})

test('an abandoned unit of another gate is named as abandoned', () => {
  const first = createGate(draw({ T01: abandoned }), { number: 1, status: 'passed' })
  const second = createGate(draw({ T02: { after: ['T01'] } }), { number: 2 })
  expect(progressOf(createFeature([first, second]), second)).toEqual({
    kind: 'stuck',
    reasons: ['FEAT-2026-0007/T02 waits for FEAT-2026-0007/T01, which is abandoned'],
  })
})

test.each<readonly [string, Readonly<Record<string, Drawn>>, readonly string[]]>([
  [
    'all, in the order of the graph',
    { T02: { after: ['T01'] }, T01: {}, T03: { after: ['T02'] }, CLOSE: { type: 'close' } },
    ['T01', 'T02', 'T03', 'CLOSE'],
  ],
  ['without what is done', { T01: done, T02: {} }, ['T02']],
  [
    'without what waits for a blocked unit',
    { T01: blocked, T02: { after: ['T01'] }, T03: {}, CLOSE: { type: 'close' } },
    ['T03'],
  ],
  ['none, when a gate is complete', { T01: done }, []],
])('the units ahead are %s', (_what, units, expected) => {
  expect(ahead(units)).toEqual(expected)
})

test('the units ahead are those that a run would find ready, one by one', () => {
  const units = draw({
    T03: { after: ['T01', 'T02'] },
    T01: {},
    T02: { after: ['T01'] },
    CLOSE: { type: 'close' },
  })
  const order: string[] = []
  let gate = createGate(units)
  for (
    let next = progressOf(createFeature([gate]), gate);
    next.kind === 'ready';
    next = progressOf(createFeature([gate]), gate)
  ) {
    const { unit } = next
    order.push(local(unit))
    gate = createGate(
      gate.units.map((other) => (other.id === unit ? { ...other, status: 'done' as const } : other)),
    )
  }
  expect(order).toEqual(
    unitsAhead(createFeature([createGate(units)]), createGate(units)).map(({ id }) => local(id)),
  )
})
