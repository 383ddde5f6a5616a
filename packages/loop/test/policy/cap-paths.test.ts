import { sealEvent } from '@gatecycle/event-schema'
import { expect, test } from 'vitest'
import { capPaths } from '../../src/policy/cap-paths.ts'

test('few paths are all named, and nothing is left out', () => {
  expect(capPaths(['a', 'b'])).toEqual({ files_touched: ['a', 'b'] })
  expect(capPaths([])).toEqual({ files_touched: [] })
})

test.each([
  ['many', Array.from({ length: 20_000 }, (_, at) => `src/file-${at}.ts`)],
  ['long', Array.from({ length: 3000 }, (_, at) => `${'ü'.repeat(2000)}/${at}`)],
  ['in need of escapes', Array.from({ length: 3000 }, (_, at) => `${'\u0001'.repeat(200)}/${at}`)],
])('where paths are %s a line stays a line, and says how many are left out', (_what, paths) => {
  const capped = capPaths(paths)
  expect(capped.files_touched.length + (capped.files_left_out ?? 0)).toBe(paths.length)
  expect(capped.files_touched).toEqual(paths.slice(0, capped.files_touched.length))
  const { line } = sealEvent(undefined, {
    timestamp: '2026-01-02T03:04:05.000Z',
    correlation_id: 'FEAT-2026-0001/T01',
    event_type: 'attempt_outcome',
    source: 'driver',
    source_version: '0.1.0',
    payload: {
      attempt: 1,
      outcome: 'failed',
      counted: true,
      summary: 'too much',
      result: 'complete',
      rescue_ref: null,
      cost_usd: null,
      duration_ms: 1,
      ...capped,
    },
  })
  expect(Buffer.byteLength(line)).toBeLessThan(300_000)
})
