import { afterAll, beforeAll, expect, test } from 'vitest'
import { crashAt, openCrashWorld, type CrashWorld } from './crash-world.ts'

/** A file that git ignores and the unit has to make: who goes on after a kill has to know that it belongs to the candidate. */
const units = [
  { local: 'T01', extra: ['produces: [ignored/T01.txt]'] },
  { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
]
const agent = {
  T01: [{ do: 'work' }, { do: 'write', path: 'ignored/T01.txt', text: 'good\n' }],
} as const

let world: CrashWorld

beforeAll(async () => {
  world = await openCrashWorld({ gates: [{ units }], agent })
})

afterAll(() => world.remove())

test('the undisturbed run lands it', () => expect(world.exitCode).toBe(0))

test.each([
  'unit/judge-changes/journaled:1',
  'unit/run-verification/before:1',
  'unit/run-verification/journaled:1',
  'unit/create-commit/before:1',
])('a driver that is killed at %s, started again, lands it as well', async (crash) => {
  expect(world.trace).toContain(crash.replace(/:1$/u, ''))
  expect(await crashAt(crash, world)).toEqual([])
})
