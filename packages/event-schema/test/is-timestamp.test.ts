import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTimestamp } from '@gatecycle/event-schema'

describe('isTimestamp', () => {
  test.each([
    '2026-01-31T09:30:00Z',
    '2026-01-31T09:30:00.5Z',
    '2026-08-02T21:59:08.121616+00:00',
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59.999999999Z',
    '0000-01-01T00:00:00Z',
  ])('accepts %s', (text) => expect(isTimestamp(text)).toBe(true))

  test.each([
    '',
    '2026-01-31',
    '2026-01-31 09:30:00Z',
    '2026-01-31T09:30:00',
    '2026-01-31T09:30Z',
    '2026-01-31T09:30:00.Z',
    '2026-1-31T09:30:00Z',
    '2026-00-10T09:30:00Z',
    '2026-13-01T09:30:00Z',
    '2026-01-00T09:30:00Z',
    '2026-01-32T09:30:00Z',
    '2026-04-31T09:30:00Z',
    '2026-02-29T09:30:00Z',
    '1900-02-29T09:30:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T09:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-31T09:30:00z',
    '2026-01-31T09:30:00-00:00',
    '2026-01-31T09:30:00+01:00',
    '２026-01-31T09:30:00Z',
    '2026-01-31T09:30:00Z\n',
    `2026-01-31T09:30:00.${'1'.repeat(30)}Z`,
  ])('refuses %j', (text) => expect(isTimestamp(text)).toBe(false))

  test('accepts other offsets where they are asked for', () => {
    expect(isTimestamp('2026-01-31T09:30:00+05:30', 'any')).toBe(true)
    expect(isTimestamp('2026-01-31T09:30:00-24:00', 'any')).toBe(false)
    expect(isTimestamp('2026-01-31T09:30:00+05:60', 'any')).toBe(false)
  })

  test('knows every day that a calendar knows, and no other', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'))
    fc.assert(
      fc.property(fc.integer({ min: 1600, max: 2400 }), part(13), part(32), (year, month, day) => {
        const text = `${year}-${month}-${day}T00:00:00.000Z`
        const date = new Date(text)
        const exists = !Number.isNaN(date.getTime()) && date.toISOString() === text
        expect(isTimestamp(text)).toBe(exists)
      }),
      { numRuns: 3000 },
    )
  })
})
