import type { UnitType } from './vocabulary.ts'
import { isClosingType } from './vocabulary.ts'

export type ClosingShape = 'terminal' | 'intermediate' | 'legacy' | 'none' | 'other'

/** Which of the known closing sequences the types of a gate's units end in, in graph order. */
export function closingShapeOf(types: readonly UnitType[]): ClosingShape {
  const shape = types.filter(isClosingType).join(' ')
  if (shape === 'close') return 'terminal'
  if (shape === 'close-intermediate plan-next') return 'intermediate'
  if (shape === 'retrospective lessons docs plan-next') return 'legacy'
  return shape === '' ? 'none' : 'other'
}
