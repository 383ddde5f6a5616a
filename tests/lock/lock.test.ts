import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLock, readLockHolder } from '../../packages/loop/src/adapters/state/lock.ts'
import { bundleFixtures } from './bundle.ts'

/** GATECYCLE_TEST_FULL=1: 64 contenders, 200 rounds each. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const contenders = full ? 64 : 12
const rounds = full ? 200 : 25
const percentThatDie = 5

let built: Awaited<ReturnType<typeof bundleFixtures>>
beforeAll(async () => {
  built = await bundleFixtures()
})
afterAll(() => built.remove())

const canHaveNamespace =
  spawnSync('unshare', ['-pf', '--mount-proc', 'sh', '-c', 'echo 300 > /proc/sys/kernel/ns_last_pid'])
    .status === 0
if (!canHaveNamespace) process.stderr.write('SKIPPED: pid namespaces: unshare -p is not allowed here\n')

test.skipIf(process.platform !== 'linux')(
  'however many want it and die with it: never two holders, and always one who gets it next',
  { timeout: 3_600_000 },
  async () => {
    const folder = join(built.folder, 'contested')
    const ends = await Promise.all(
      Array.from({ length: contenders }, async (_, index) => contend(folder, seed * 1000 + index)),
    )
    const diary = readFileSync(`${folder}.diary`, 'utf8').trim().split('\n')
    const count = (word: string): number => diary.filter((line) => line.startsWith(word)).length
    const made = ends.reduce((sum, end) => sum + end.rounds, 0)
    process.stdout.write(
      `lock: ${contenders} contenders, ${made} rounds, ${count('in ')} times held, ${count('dies ')} died holding it, ${count('TWO ')} times two, seed ${seed}\n`,
    )
    expect(diary.filter((line) => line.startsWith('TWO '))).toEqual([])
    expect(made).toBe(contenders * rounds)
    expect(ends.filter(({ odd }) => odd !== '')).toEqual([])
    expect(count('in ')).toBeGreaterThan(contenders)
    expect(count('dies ')).toBeGreaterThan(0)
    const last = createLock({ folder, command: 'last', token: 'last', taken: 'then' })
    expect(await last.acquire()).toEqual({ ok: true })
    await last.release()
  },
)

/** One seat among the contenders: whoever dies in it is followed by another, until all rounds are made. */
async function contend(folder: string, from: number): Promise<{ rounds: number; odd: string }> {
  let made = 0
  for (let life = 0; made < rounds; life += 1) {
    const end = await live([
      folder,
      String(rounds - made),
      String(from + life * 7919),
      String(percentThatDie),
    ])
    made += end.rounds + (end.signal === 'SIGKILL' ? 1 : 0)
    if (end.signal !== 'SIGKILL' && end.code !== 0)
      return { rounds: made, odd: `exit ${end.code}: ${end.stderr}` }
  }
  return { rounds: made, odd: '' }
}

interface Life {
  readonly rounds: number
  readonly code: number | null
  readonly signal: string | null
  readonly stderr: string
}

async function live(args: readonly string[]): Promise<Life> {
  const child = spawn(process.execPath, [built.script('rival'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (said.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (said.stderr += String(chunk)))
  return new Promise((resolve) =>
    child.on('close', (code, signal) =>
      resolve({ rounds: said.stdout.length, code, signal, stderr: said.stderr.slice(-500) }),
    ),
  )
}

test.skipIf(!canHaveNamespace)('a number that another process has now is no holder', () => {
  const folder = join(built.folder, 'reused')
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['-pf', '--mount-proc', process.execPath, built.script('reuse'), folder],
    { encoding: 'utf8' },
  )
  expect(JSON.parse(stdout || '{}'), stderr).toEqual({ living: false, sameNumber: true, taken: true })
})

test.skipIf(!canHaveNamespace)(
  'a holder in another pid namespace is not judged from here, alive or dead',
  async () => {
    const folder = join(built.folder, 'elsewhere')
    const child = spawn('unshare', [
      '-pf',
      '--kill-child',
      '--mount-proc',
      process.execPath,
      built.script('reuse'),
      folder,
      'holder',
    ])
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const own = createLock({ folder, command: 'own', token: 'own', taken: 'then' })
    const unseen = { ok: false, holder: expect.stringContaining('cannot be seen from here') }
    expect(await own.acquire()).toEqual(unseen)
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(await own.acquire()).toEqual(unseen)
  },
)

test.for([
  ['years ago', new Date('2001-01-01')],
  ['in years to come', new Date('2099-01-01')],
] as const)('a clock that says %s decides nothing', async ([, time]) => {
  const folder = join(built.folder, `clock-${time.getFullYear()}`)
  const [first, second] = ['first', 'second'].map((token) =>
    createLock({ folder, command: token, token, taken: time.toISOString() }),
  )
  expect(await first?.acquire()).toEqual({ ok: true })
  // What thins the crowd in front of the lock goes by the time of this folder.
  mkdirSync(join(folder, 'crowd'), { recursive: true })
  utimesSync(join(folder, 'crowd'), time, time)
  utimesSync(join(folder, 'lock.1'), time, time)
  expect(await second?.acquire()).toMatchObject({ ok: false })
  expect(readLockHolder(folder)).toMatchObject({ token: 'first' })
  await first?.release()
  expect(await second?.acquire()).toEqual({ ok: true })
})
