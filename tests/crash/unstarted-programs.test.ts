import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disturb, failsOnce, openCrashWorld, type CrashWorld } from './crash-world.ts'
import { runUnstarted } from './run-stopped.ts'
import { canTrace } from './run-traced.ts'
import { countStarts } from './traced-calls.ts'

/** GATECYCLE_TEST_FULL=1 tries every program that the driver starts; without it three that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)

let world: CrashWorld

beforeAll(async () => {
  if (!canTrace) return
  world = await openCrashWorld(failsOnce)
})

afterAll(() => {
  if (canTrace) world.remove()
})

test.skipIf(!canTrace)(
  'a program that dies before it starts costs an attempt or stops the run, and the same command goes on',
  { timeout: 3_600_000 },
  async () => {
    const queue = [...placesOf(await countStarts(world))]
    const tried = queue.length
    const problems: string[] = []
    let killed = 0
    const workers = Array.from({ length: availableParallelism() }, async () => {
      for (let nth = queue.shift(); nth !== undefined; nth = queue.shift()) {
        const found = await disturb(world, {
          mayCost: () => true,
          run: async (_loopWith, repo) => {
            const end = await runUnstarted(nth ?? 0, repo)
            if (end.killed) killed += 1
            return end
          },
          judge: ({ signal, exitCode, stdout, stderr }) => {
            // Red before any work, or git: both say what was killed.
            const isNamed = [28, 30].includes(exitCode) && /ended by SIGKILL/u.test(`${stdout}${stderr}`)
            const isFine = signal === undefined && (exitCode === world.exitCode || isNamed)
            return isFine ? [] : [`ended with ${signal ?? exitCode}: ${stdout}${stderr}`]
          },
        })
        problems.push(...found.map((problem) => `program ${nth}: ${problem}`))
      }
    })
    await Promise.all(workers)
    process.stdout.write(
      `strace: ${killed} of ${tried} programs died before they started, ${problems.length} problems, seed ${seed}\n`,
    )
    expect(problems).toEqual([])
    expect(killed).toBe(tried)
  },
)

function placesOf(count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1)
  return full ? all : all.filter((_, index) => index % Math.ceil(count / 3) === seed % Math.ceil(count / 3))
}
