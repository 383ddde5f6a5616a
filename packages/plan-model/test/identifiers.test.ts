import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFeatureId, parseUnitId, toFolderPrefix } from '../src/index.ts'

describe('feature ids', () => {
  test.each(['FEAT-2026-0001', 'INIT-2026-0001/F06'])('%s is one', (id) => {
    expect(isFeatureId(id)).toBe(true)
  })

  test.each([
    'banana',
    'INIT-2026-0001',
    'INIT-2026-0001/F6',
    'FEAT-26-0001',
    'FEAT-2026-001',
    'feat-2026-0001',
    'FEAT-2026-0001 ',
    'FEAT-2026-0001\n',
    'FEAT-2026-0001/T01',
    '',
  ])('%j is none', (id) => {
    expect(isFeatureId(id)).toBe(false)
  })

  test('stand in front of a folder with "-" for "/"', () => {
    expect(toFolderPrefix('INIT-2026-0001/F06')).toBe('INIT-2026-0001-F06')
  })
})

describe('unit ids', () => {
  test.each([
    ['FEAT-2026-0001/T01', { feature: 'FEAT-2026-0001', local: 'T01', gate: undefined }],
    ['FEAT-2026-0001/T07H', { feature: 'FEAT-2026-0001', local: 'T07H', gate: undefined }],
    ['FEAT-2026-0001/T07H12', { feature: 'FEAT-2026-0001', local: 'T07H12', gate: undefined }],
    ['INIT-2026-0001/F06/T01', { feature: 'INIT-2026-0001/F06', local: 'T01', gate: undefined }],
    [
      'FEAT-2026-0001/G12-CLOSE-INTERMEDIATE',
      { feature: 'FEAT-2026-0001', local: 'G12-CLOSE-INTERMEDIATE', gate: 12 },
    ],
  ])('%s', (id, parts) => {
    expect(parseUnitId(id)).toEqual(parts)
  })

  test.each(['RETRO', 'LESSONS', 'DOCS', 'PLAN', 'CLOSE-INTERMEDIATE', 'CLOSE'])(
    'G1-%s closes gate 1',
    (name) => {
      expect(parseUnitId(`FEAT-2026-0001/G1-${name}`)?.gate).toBe(1)
    },
  )

  test.each([
    'T01',
    'FEAT-2026-0001',
    'FEAT-2026-0001/T1',
    'FEAT-2026-0001/T001',
    'FEAT-2026-0001/t01',
    'FEAT-2026-0001/G-CLOSE',
    'FEAT-2026-0001/G1-FINISH',
    'FEAT-2026-0001/T01/T02',
    'INIT-2026-0001/T01',
    'FEAT-2026-0001/T01\n',
  ])('%j is none', (id) => {
    expect(parseUnitId(id)).toBeUndefined()
  })

  test('the parts put together are the id', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^(?:FEAT-\d{4}-\d{4}|INIT-\d{4}-\d{4}\/F\d{2})\/(?:T\d{2}(?:H\d?)?|G\d-PLAN)$/u),
        (id) => {
          const parts = parseUnitId(id)
          expect(`${parts?.feature}/${parts?.local}`).toBe(id)
          expect(isFeatureId(parts?.feature ?? '')).toBe(true)
        },
      ),
    )
  })
})
