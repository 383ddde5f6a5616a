import { afterAll, beforeAll, expect, test } from 'vitest'
import { fakeAgentConfig } from '../../packages/test-kit/src/index.ts'
import { runInPlaceSchedule } from './run-in-place-schedule.ts'
import { createTemplate, type SacredTemplate } from './sacred-template.ts'
import { summarise } from './summarise.ts'

/** GATECYCLE_TEST_FULL=1 plays more; GATECYCLE_TEST_SEED=n begins at another seed, and with GATECYCLE_TEST_COUNT=1 plays only that. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const first = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const count = Number(process.env['GATECYCLE_TEST_COUNT'] ?? (full ? 300 : 20))

let template: SacredTemplate

beforeAll(async () => {
  template = await createTemplate(fakeAgentConfig('isolation: in_place\n'))
})

afterAll(() => template.repo.remove())

test(
  'whatever an operator and an agent leave in a checkout that is the driver’s, every byte is in the files or under a ref',
  { timeout: 7_200_000 },
  async () => {
    const seeds = Array.from({ length: count }, (_, at) => first + at)
    const found = await summarise('in place, in one process', seeds, async (seed) =>
      runInPlaceSchedule(seed, template),
    )
    expect(found).toEqual([])
  },
)
