import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRepo } from '../../packages/test-kit/src/index.ts'
import { disturb, openCrashWorld, type CrashWorld } from './crash-world.ts'
import { canTrace, runTraced } from './run-traced.ts'

/** GATECYCLE_TEST_FULL=1 kills at forty of each; without it at three that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const kills = full ? 40 : 3

/** What brings bytes to disk, gives files their names, opens them, and starts processes (`clone` comes before the child's `execve`). */
const calls = ['fsync', 'fdatasync', 'rename', 'openat', 'clone'] as const

let world: CrashWorld

beforeAll(async () => {
  if (!canTrace) return
  world = await openCrashWorld({
    units: 3,
    agent: { 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad T02\n' }] },
  })
})

afterAll(() => {
  if (canTrace) world.remove()
})

test.skipIf(!canTrace)(
  'a driver that is killed at a system call, started again, comes to the same history',
  { timeout: 3_600_000 },
  async () => {
    const counts = await countCalls()
    const queue = calls.flatMap((call) => placesOf(counts.get(call) ?? 0).map((at) => ({ call, at })))
    const tried = queue.length
    const problems: string[] = []
    let died = 0
    const workers = Array.from({ length: availableParallelism() }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { call, at } = next
        const inject = [
          '-o',
          '/dev/null',
          '-e',
          `trace=${call}`,
          '-e',
          `inject=${call}:signal=SIGKILL:when=${at}`,
        ]
        const found = await disturb(world, {
          run: async (_loopWith, repo) => runTraced(inject, repo),
          judge: ({ signal, exitCode, stderr }) => {
            if (signal === 'SIGKILL' || exitCode === 137) died += 1
            // One run opens a file more than another; where the call did not come, nothing was disturbed.
            return signal === 'SIGKILL' || [0, 137].includes(exitCode) ? [] : [`exit ${exitCode}: ${stderr}`]
          },
        })
        problems.push(...found.map((problem) => `${call} ${at}: ${problem}`))
      }
    })
    await Promise.all(workers)
    const seen = calls.map((call) => `${call} ${counts.get(call) ?? 0}`).join(', ')
    process.stdout.write(
      `strace: ${tried} kills (of ${seen}), ${died} died, ${problems.length} problems, seed ${seed}\n`,
    )
    expect(problems).toEqual([])
    expect(died).toBeGreaterThan(tried / 2)
  },
)

/** How often each call is made by a run that nobody disturbs. */
async function countCalls(): Promise<ReadonlyMap<string, number>> {
  const repo = copyRepo(world.template)
  try {
    const file = join(repo.outside, 'calls.txt')
    const end = await runTraced(['-o', file, '-e', `trace=${calls.join(',')}`], repo)
    if (end.exitCode !== world.exitCode) throw new Error(`exit ${end.exitCode}: ${end.stderr}`)
    const lines = readFileSync(file, 'utf8').split('\n')
    return new Map(calls.map((call) => [call, lines.filter((line) => line.startsWith(`${call}(`)).length]))
  } finally {
    repo.remove()
  }
}

/** Spread over all of them; the first third of what is opened is Node itself. */
function placesOf(count: number): readonly number[] {
  const shift = ((seed * 7) % 10) / 10
  const places = Array.from({ length: kills }, (_, index) => Math.ceil(((index + shift) * count) / kills))
  return [...new Set(places.map((at) => Math.min(Math.max(at, 1), count)))].filter((at) => at > 0)
}
