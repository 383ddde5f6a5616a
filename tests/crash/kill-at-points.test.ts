import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gateTable } from '../../packages/loop/src/machine/gate-table.ts'
import { runTable } from '../../packages/loop/src/machine/run-table.ts'
import { effectNames } from '../../packages/loop/src/machine/table.ts'
import { unitTable } from '../../packages/loop/src/machine/unit-table.ts'
import { crashAt, openCrashWorld, type CrashWorld } from './crash-world.ts'

/** GATECYCLE_TEST_FULL=1 kills at every single passing of every point; without it, at one of each, spread over the units. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'

const check = `if grep -rn '^bad' src; then exit 1; fi\nexit 0\n`
/** T01 owes every proof: it edits the script that verifies it, and brings a test that is red without it. */
const proved = [
  { do: 'work' },
  { do: 'write', path: 'tools/check.sh', text: `${check}# more\n` },
  { do: 'write', path: 'test/T01.sh', text: 'grep -q good src/T01.txt\n' },
] as const
const red = ['red:', '  name: greeting', '  run: [sh, test/T01.sh]', 'oracles: [code]']
const units = [
  { local: 'T01', extra: red },
  { local: 'T02', dependsOn: ['T01'] },
  { local: 'T03', dependsOn: ['T02'] },
  { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01', 'T02', 'T03'] },
]
const retried = {
  gates: [{ units }],
  agent: { T01: proved, 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad T02\n' }] },
} as const
const blocked = {
  units: 2,
  agent: { T02: [{ do: 'result', kind: 'blocked', reason: 'nobody told me the name' }] },
} as const

let world: CrashWorld
let stopped: CrashWorld

beforeAll(async () => {
  world = await openCrashWorld(retried)
  stopped = await openCrashWorld(blocked)
})

afterAll(() => {
  world.remove()
  stopped.remove()
})

test('the two undisturbed runs pass every point that the machines have', () => {
  expect([world.exitCode, world.calls, stopped.exitCode]).toEqual([0, 5, 22])
  const names = [
    ...effectNames(runTable).map((effect) => `run/${effect}`),
    ...effectNames(gateTable).map((effect) => `gate/${effect}`),
    ...effectNames(unitTable).map((effect) => `unit/${effect}`),
  ]
  const points = names.flatMap((name) => [`${name}/before`, `${name}/after`, `${name}/journaled`])
  const disk = ['disk/append', 'disk/replace', 'disk/object'].flatMap((name) => [
    `${name}/before`,
    `${name}/bytes`,
    `${name}/after`,
  ])
  expect(new Set([...world.trace, ...stopped.trace])).toEqual(new Set([...points, ...disk]))
})

test.each([
  ['before the agent', 'unit/run-agent/before:1'],
  ['during the agent', { agent: { ...retried.agent, 'T01/1': [{ do: 'kill-driver' }, ...proved] } }],
  ['after the agent', 'unit/run-agent/after:1'],
  ['after verification', 'unit/run-verification/journaled:1'],
  ['between commit and publish', 'run/publish/before:1'],
] as const)('a driver that is killed %s, started again, comes to the same history', async (_where, crash) => {
  expect(await crashAt(crash, world)).toEqual([])
})

test(
  'a driver that is killed at any point, started again, comes to the same history',
  { timeout: 7_200_000 },
  async () => {
    const problems = await crashAtAll(pointsOf(world), world)
    expect(problems).toEqual([])
  },
)

test(
  'a driver that is killed while it blocks a unit, started again, blocks it once',
  { timeout: 600_000 },
  async () => {
    const points = pointsOf(stopped).filter((point) => /^unit\/(?:block|discard)|^run\/publish/u.test(point))
    expect(await crashAtAll(points, stopped)).toEqual([])
  },
)

/** `name:n` for the passings of each point that are to be tried. */
function pointsOf({ trace }: CrashWorld): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of trace) counts.set(name, (counts.get(name) ?? 0) + 1)
  // In the middle of the bytes a disk can be full, and nothing is killed.
  const places = [...counts].filter(([name]) => !name.endsWith('/bytes'))
  return places.flatMap(([name, count], index) => {
    if (!full) return [`${name}:${(index % count) + 1}`]
    return Array.from({ length: count }, (_, passing) => `${name}:${passing + 1}`)
  })
}

async function crashAtAll(points: readonly string[], at: CrashWorld): Promise<readonly string[]> {
  const problems: string[] = []
  const queue = [...points]
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const found = await crashAt(point, at)
      problems.push(...found.map((problem) => `${point}: ${problem}`))
    }
  })
  await Promise.all(workers)
  const names = new Set(points.map((point) => point.slice(0, point.lastIndexOf(':'))))
  process.stdout.write(`crash: ${points.length} kills at ${names.size} points, ${problems.length} problems\n`)
  return problems
}
