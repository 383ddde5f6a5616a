import { expect, test } from 'vitest'
import { bestAttempt } from '../../src/machine/progress.ts'
import type { Evidence } from '../../src/machine/unit-attempt.ts'
import { retryOrBlock } from '../../src/machine/unit-decisions.ts'

const left = (attempt: number, findings?: number): Evidence => ({
  attempt,
  outcome: 'failed',
  summary: 'lint',
  output: '',
  ...(findings === undefined ? {} : { progress: { findings, tree: `tree-${attempt}` } }),
})

/** What becomes of the last of these attempts; a unit has ten. */
function after(counts: readonly number[]): string {
  const history = counts.slice(0, -1).map((findings, index) => left(index + 1, findings))
  const attempt = counts.length
  const progress = { findings: counts.at(-1) ?? 0, tree: `tree-${attempt}` }
  const verdict = { outcome: 'failed', summary: 'lint', signature: 'the same', progress } as const
  const next = retryOrBlock({ attempt, history }, verdict, { maxAttempts: 10 })
  if (next.at !== 'discarding-attempt') throw new Error(next.at)
  return next.afterwards.go === 'block' ? next.afterwards.reason : next.afterwards.go
}

test.each([
  [[9], 'retry'],
  [[9, 5], 'retry'],
  [[9, 5, 6], 'retry'],
  [[9, 5, 6, 4], 'retry'],
  [[9, 5, 5, 5], 'not_converging'],
  [[9, 5, 7, 6], 'not_converging'],
  [[3, 3, 3], 'not_converging'],
  [[9, 8, 7, 6, 5, 4, 3, 2, 2, 2], 'not_converging'],
  [[9, 8, 7, 6, 5, 4, 3, 2, 1, 1], 'attempts_exhausted'],
])('findings %j lead to %s', (counts, expected) => {
  expect(after(counts)).toBe(expected)
})

test('the best attempt is the first with the fewest findings; one without a count is none', () => {
  expect(bestAttempt([left(1), left(2, 5), left(3, 3), left(4, 3), left(5, 4)])?.attempt).toBe(3)
  expect(bestAttempt([left(1)])).toBeUndefined()
})
