import { availableParallelism } from 'node:os'
import type { ScheduleEnd } from './run-schedule.ts'

/** Plays a schedule for each seed, prints what they came to in numbers, and gives back every problem with its seed. */
export async function summarise(
  suite: string,
  seeds: readonly number[],
  play: (seed: number) => Promise<ScheduleEnd>,
): Promise<readonly string[]> {
  const problems: string[] = []
  const outcomes = new Map<string, number>()
  const sums = { deeds: 0, during: 0, kills: 0, broughtUp: 0 }
  const queue = [...seeds]
  const work = async (): Promise<void> => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const started = performance.now()
      const end = await play(seed)
      const found = end.problems.map((problem) => `seed ${seed}: ${problem}`)
      if (process.env['GATECYCLE_TEST_VERBOSE'] === '1')
        process.stdout.write(
          `seed ${seed}: ${end.outcomes.join(', ')} in ${Math.round(performance.now() - started)} ms\n${found.map((problem) => `  ${problem}\n`).join('')}`,
        )
      problems.push(...found)
      for (const outcome of end.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      for (const key of ['deeds', 'during', 'kills', 'broughtUp'] as const) sums[key] += end[key]
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  const { deeds, during, kills, broughtUp } = sums
  process.stdout.write(
    `sacred bytes, ${suite}: ${seeds.length} schedules from seed ${seeds[0]}, ${deeds} deeds (${during} while the driver worked), ` +
      `${kills} kills, ${broughtUp} fast-forwards in the checkout, ${problems.length} problems; ends: ${[...outcomes].map(([name, times]) => `${name} ${times}`).join(', ')}\n`,
  )
  return problems
}
