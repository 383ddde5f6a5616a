import { expect, test } from 'vitest'
import { createRunMark, markedEnvironment } from '../src/index.ts'

test('a mark is one variable, and replaces the mark of an outer run', () => {
  const env = { A: '1', GATECYCLE_RUN_MARK: 'outer' }
  expect(markedEnvironment(env, createRunMark('inner-1'))).toEqual({ A: '1', GATECYCLE_RUN_MARK: 'inner-1' })
  expect(env.GATECYCLE_RUN_MARK).toBe('outer')
})

test.each(['', 'a b', 'a\nb', 'a=b', 'ü', 'a'.repeat(129)])('%j is no token', (token) => {
  expect(() => createRunMark(token)).toThrow('not a run mark token')
})
