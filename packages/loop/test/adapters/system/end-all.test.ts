import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { endAll } from '../../../src/adapters/system/end-all.ts'

const fail = async (words: string, ms: number): Promise<never> => {
  await delay(ms)
  throw new Error(words)
}

test('gives back what each came to', async () => {
  expect(await endAll([delay(5, 'a'), Promise.resolve(1), 'plain'])).toEqual(['a', 1, 'plain'])
})

test('throws the error of the first in their order when none goes on any more', async () => {
  let isOver = false
  const slow = async (): Promise<void> => {
    await delay(30)
    isOver = true
  }
  await expect(endAll([fail('one', 10), slow(), fail('two', 1)])).rejects.toThrow('one')
  expect(isOver).toBe(true)
})
