import { expect, test } from 'vitest'
import { closingShapeOf, isClosingType, unitTypes, type UnitType } from '../src/index.ts'

test.each<[string, readonly UnitType[], string]>([
  ['the end of a feature', ['implementation', 'close'], 'terminal'],
  ['the end of a gate in the middle', ['implementation', 'close-intermediate', 'plan-next'], 'intermediate'],
  ['the older sequence', ['implementation', 'retrospective', 'lessons', 'docs', 'plan-next'], 'legacy'],
  ['no closing unit', ['implementation', 'qa_execution'], 'none'],
  ['no unit', [], 'none'],
  ['the wrong order', ['plan-next', 'close-intermediate'], 'other'],
  ['half a sequence', ['close-intermediate'], 'other'],
  ['two ends', ['close', 'close'], 'other'],
  ['two shapes', ['close-intermediate', 'plan-next', 'close'], 'other'],
])('%s', (_, types, shape) => {
  expect(closingShapeOf(types)).toBe(shape)
})

test('six types close a gate, the others are work', () => {
  expect(unitTypes.filter(isClosingType)).toEqual([
    'close',
    'close-intermediate',
    'plan-next',
    'retrospective',
    'lessons',
    'docs',
  ])
})
