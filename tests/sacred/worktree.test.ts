import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSchedule } from './run-schedule.ts'
import { createTemplate, type SacredTemplate } from './sacred-template.ts'
import { scheduleOf } from './schedule.ts'
import { summarise } from './summarise.ts'

/** GATECYCLE_TEST_FULL=1 plays more; GATECYCLE_TEST_SEED=n begins at another seed, and with GATECYCLE_TEST_COUNT=1 plays only that. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const first = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const count = Number(process.env['GATECYCLE_TEST_COUNT'] ?? (full ? 1000 : 40))

let template: SacredTemplate

beforeAll(async () => {
  template = await createTemplate()
})

afterAll(() => template.repo.remove())

test(
  'whatever an operator does in the checkout while a driver runs and dies, the checkout is what the operator made it',
  { timeout: 7_200_000 },
  async () => {
    const seeds = Array.from({ length: count }, (_, at) => first + at)
    const found = await summarise('worktree, in one process', seeds, async (seed) =>
      runSchedule(scheduleOf(seed), template),
    )
    expect(found).toEqual([])
  },
)
