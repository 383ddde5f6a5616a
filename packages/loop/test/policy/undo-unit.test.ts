import { expect, test } from 'vitest'
import type { Unit } from '@gatecycle/plan-model'
import { unitToUndo } from '../../src/policy/undo-unit.ts'
import { createFeature, createGate, createUnit } from '../sample-feature.ts'

const done = (name: string, changes: Partial<Unit> = {}): Unit =>
  createUnit(name, { status: 'done', ...changes })
const after = (...names: readonly string[]): Partial<Unit> => ({
  dependsOn: names.map((name) => `FEAT-2026-0007/${name}`),
})
const close = { type: 'close-intermediate' } as const
const next = { type: 'plan-next' } as const

const reasonOf = (units: readonly Unit[], name: string, gate = {}, feature = {}): string => {
  const target = unitToUndo(createFeature([createGate(units, gate)], feature), name)
  return target.kind === 'unit' ? 'may be undone' : target.reason
}

test.each([
  ['the last of a row', [done('T01'), done('T02', after('T01'))], 'T02', 'may be undone'],
  ['one that nothing needs', [done('T01'), done('T02')], 'T01', 'may be undone'],
  ['one whose dependent is not done', [done('T01'), createUnit('T02', after('T01'))], 'T01', 'may be undone'],
  [
    'one that another needs',
    [done('T01'), done('T02', after('T01'))],
    'T01',
    'FEAT-2026-0007/T02 built on it: undo that first',
  ],
  [
    'one behind a close',
    [done('T01'), done('G1-CLOSE-INTERMEDIATE', close)],
    'T01',
    'FEAT-2026-0007/G1-CLOSE-INTERMEDIATE built on it: undo that first',
  ],
  [
    'a close',
    [done('T01'), done('G1-CLOSE-INTERMEDIATE', close), done('G1-PLAN', next)],
    'G1-CLOSE-INTERMEDIATE',
    'FEAT-2026-0007/G1-PLAN built on it: undo that first',
  ],
  [
    'the last close',
    [done('T01'), done('G1-CLOSE-INTERMEDIATE', close), done('G1-PLAN', next)],
    'FEAT-2026-0007/G1-PLAN',
    'may be undone',
  ],
  [
    'one that is not done',
    [createUnit('T01')],
    'T01',
    'FEAT-2026-0007/T01 is pending: there is nothing to undo',
  ],
  ['one that is not there', [done('T01')], 'T0', 'FEAT-2026-0007 has no unit T0'],
] as const)('%s', (_what, units, name, expected) => {
  expect(reasonOf(units, name)).toBe(expected)
})

test('nothing of a passed gate or of a feature that is done is undone', () => {
  expect(reasonOf([done('T01')], 'T01', { status: 'passed' })).toContain('gate 1 is passed')
  expect(reasonOf([done('T01')], 'T01', {}, { status: 'done' })).toContain('is done')
  expect(reasonOf([done('T01')], 'T01', { status: 'awaiting_review' })).toBe('may be undone')
})
