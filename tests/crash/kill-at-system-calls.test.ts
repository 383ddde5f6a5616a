import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRepo, type BinEnd, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { disturb, failsOnce, openCrashWorld, type CrashWorld } from './crash-world.ts'
import { runToWrite } from './run-stopped.ts'
import { canTrace, runTraced } from './run-traced.ts'
import { calls, passingsOf, type Passing } from './traced-calls.ts'

/** GATECYCLE_TEST_FULL=1 kills at forty of each; without it at three that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const kills = full ? 40 : 3

let world: CrashWorld

beforeAll(async () => {
  if (!canTrace) return
  world = await openCrashWorld(failsOnce)
})

afterAll(() => {
  if (canTrace) world.remove()
})

interface Kill {
  readonly call: string
  readonly name: string
  readonly run: (repo: TestRepo) => Promise<BinEnd & { readonly hit: boolean }>
}

test.skipIf(!canTrace)(
  'a driver that is killed at a system call, started again, comes to the same history',
  { timeout: 3_600_000 },
  async () => {
    const { queue, counts } = await planKills()
    const tried = [...queue]
    const hits: string[] = []
    const problems: string[] = []
    const workers = Array.from({ length: availableParallelism() }, async () => {
      for (let kill = queue.shift(); kill !== undefined; kill = queue.shift()) {
        const { call, name, run } = kill
        const found = await disturb(world, {
          run: async (_loopWith, repo) => {
            const end = await run(repo)
            if (end.hit) hits.push(call)
            return end
          },
          // Where the call did not come, nothing was disturbed.
          judge: ({ signal, exitCode, stderr }) =>
            signal === 'SIGKILL' || [0, 137].includes(exitCode) ? [] : [`exit ${exitCode}: ${stderr}`],
        })
        problems.push(...found.map((problem) => `${name}: ${problem}`))
      }
    })
    await Promise.all(workers)
    const seen = [...counts].map(
      ([call, count]) => `${call} ${hits.filter((hit) => hit === call).length} of ${count}`,
    )
    process.stdout.write(
      `strace: ${tried.length} kills tried, died at ${seen.join(', ')}; ${problems.length} problems, seed ${seed}\n`,
    )
    expect(problems).toEqual([])
    for (const call of counts.keys()) {
      const aimed = tried.filter((kill) => kill.call === call).length
      const hit = hits.filter((name) => name === call).length
      expect(hit, `${call}: ${hit} of ${aimed} kills hit`).toBeGreaterThan(aimed / 2)
    }
  },
)

/** Where a run that nobody disturbs brings bytes to disk, names files, opens them to write, and forks. */
async function planKills(): Promise<{
  readonly queue: Kill[]
  readonly counts: ReadonlyMap<string, number>
}> {
  const repo = copyRepo(world.template)
  try {
    const file = join(repo.outside, 'calls.txt')
    const end = await runTraced(['-o', file, '-e', `trace=openat,${calls.join(',')}`], repo)
    if (end.exitCode !== world.exitCode) throw new Error(`exit ${end.exitCode}: ${end.stderr}`)
    const { passings, opens } = passingsOf(file)
    const all = new Map<string, readonly Kill[]>(
      calls.map((call) => [call, passings.filter((passing) => passing.call === call).map(killAt)]),
    )
    all.set(
      'openat to write',
      opens.map((open) => ({
        call: 'openat to write',
        name: `openat ${open.at} after ${open.after.call} ${open.after.nth}`,
        run: async (copy) => runToWrite(open, copy),
      })),
    )
    const counts = new Map([...all].map(([call, kinds]) => [call, kinds.length]))
    return { queue: [...all.values()].flatMap(spread), counts }
  } finally {
    repo.remove()
  }
}

/** The signal is there before the call is made. */
function killAt({ call, nth }: Passing): Kill {
  const words = ['-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`]
  return {
    call,
    name: `${call} ${nth}`,
    run: async (repo) => {
      const end = await runTraced(words, repo)
      return { ...end, hit: end.signal === 'SIGKILL' || end.exitCode === 137 }
    },
  }
}

function spread(all: readonly Kill[]): readonly Kill[] {
  const shift = ((seed * 7) % 10) / 10
  const places = Array.from({ length: kills }, (_, index) =>
    Math.ceil(((index + shift) * all.length) / kills),
  )
  const chosen = new Set(places.map((place) => Math.min(Math.max(place, 1), all.length)))
  return all.filter((_, index) => chosen.has(index + 1))
}
