import { afterAll, beforeAll, expect, test } from 'vitest'
import { runProcessSchedule } from './run-process-schedule.ts'
import { createTemplate, type SacredTemplate } from './sacred-template.ts'
import { summarise } from './summarise.ts'

/** As in worktree.test.ts; a schedule is several processes here, so there are fewer. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const first = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const count = Number(process.env['GATECYCLE_TEST_COUNT'] ?? (full ? 100 : 8))

let template: SacredTemplate

beforeAll(async () => {
  template = await createTemplate()
})

afterAll(() => template.repo.remove())

test(
  'a driver that the system kills leaves the checkout as the operator made it, and so does the next one',
  { timeout: 7_200_000 },
  async () => {
    const seeds = Array.from({ length: count }, (_, at) => first + at)
    const found = await summarise('worktree, through the command', seeds, async (seed) =>
      runProcessSchedule(seed, template),
    )
    expect(found).toEqual([])
  },
)
