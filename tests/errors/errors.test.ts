import { rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BinEnd } from '../../packages/test-kit/src/index.ts'
import { disturb, openCrashWorld, type CrashWorld, type Disturbance } from '../crash/crash-world.ts'
import { gitModes, plantGit } from './plant-git.ts'
import { canMount, runBehind } from './run-behind.ts'

/** GATECYCLE_TEST_FULL=1 lets every passing of every point fail in every way; without it a sample that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)
const codes = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE'] as const

let world: CrashWorld

beforeAll(async () => {
  world = await openCrashWorld({
    units: 3,
    agent: { 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad T02\n' }] },
  })
})

afterAll(() => world.remove())

interface Case {
  readonly name: string
  readonly disturbance: Disturbance
}

test(
  'an effect or a write that fails is a stop with a name, and the same command goes on',
  { timeout: 3_600_000 },
  async () => {
    const points = [...new Set(world.trace)].filter((name) => !name.endsWith('/bytes') && isRecorded(name))
    const cases = points.flatMap((point, at) => {
      const passings = world.trace.filter((name) => name === point).length
      if (full)
        return codes.flatMap((code) =>
          Array.from({ length: passings }, (_, passing) => faultCase(`${point}:${passing + 1}:${code}`)),
        )
      const code = codes[(at + seed) % codes.length] ?? 'EIO'
      return (at + seed) % 3 === 0 ? [faultCase(`${point}:${1 + ((at + seed) % passings)}:${code}`)] : []
    })
    expect(await tryAll('effects and writes', cases)).toEqual([])
  },
)

test(
  'a write that is cut short, or a disk that stays full, is a stop with a name, and the same command goes on',
  { timeout: 3_600_000 },
  async () => {
    const cases = ['disk/append/bytes', 'disk/replace/bytes', 'disk/object/bytes'].flatMap((point) => {
      const passings = world.trace.filter((name) => name === point).length
      const chosen = full
        ? Array.from({ length: passings }, (_, at) => at + 1)
        : [1, 1 + ((7 * seed) % passings), passings]
      return chosen.flatMap((at) => [faultCase(`${point}:${at}:short`), faultCase(`${point}:${at}+:short`)])
    })
    expect(await tryAll('short writes', cases)).toEqual([])
  },
)

const gitCommands = [
  'add',
  'write-tree',
  'ls-files',
  'update-ref',
  'read-tree',
  'var',
  'cat-file',
  'merge-base',
  'worktree',
  'diff-tree',
] as const

test(
  'git that fails, hangs, is killed or stops in the middle is a stop with a name, and the same command goes on',
  { timeout: 3_600_000 },
  async () => {
    const cases = gitCommands.flatMap((command, at) => {
      const modes = full ? gitModes : [gitModes[(at + seed) % gitModes.length] ?? 'fail']
      const passings = full ? [1, 2, 5] : [1 + ((at + seed) % 2)]
      return modes.flatMap((mode) => passings.map((passing) => gitCase(command, passing, mode)))
    })
    expect(await tryAll('git', cases)).toEqual([])
  },
)

test.skipIf(!canMount)(
  'a full disk, a read-only one, a file in the way and too few file descriptors are stops with a name, and the same command goes on',
  { timeout: 600_000 },
  async () => {
    expect(await tryAll('surroundings', surroundings.map(surroundingsCase))).toEqual([])
  },
)

/** What is done to the driver's surroundings by a shell before it starts, in mounts of its own that end with it. */
const surroundings = [
  ['its books on a full disk', 'mkdir -p "$BOOKS"; mount -t tmpfs -o size=12k none "$BOOKS"'],
  ['its books on a disk that only reads', 'mkdir -p "$BOOKS"; mount -t tmpfs -o ro none "$BOOKS"'],
  ['its worktrees on a full disk', 'mkdir -p "$STATE"; mount -t tmpfs -o size=16k none "$STATE"'],
  ['a file where its worktrees should lie', 'rm -rf "$STATE"; : > "$STATE"'],
  ['few file descriptors', 'ulimit -n 24'],
] as const

function surroundingsCase([name, script]: (typeof surroundings)[number]): Case {
  return {
    name,
    disturbance: {
      run: async (_loopWith, repo) => runBehind(script, repo),
      judge: judgeStop,
      mend: ({ env }) => {
        const state = env['GATECYCLE_STATE_HOME'] ?? ''
        if (statSync(state, { throwIfNoEntry: false })?.isFile() === true) rmSync(state)
      },
    },
  }
}

function gitCase(command: string, passing: number, mode: (typeof gitModes)[number]): Case {
  let path = ''
  return {
    name: `git ${command}, call ${passing}: ${mode}`,
    disturbance: {
      prepare: (repo) => {
        path = plantGit(repo, { command, passing, mode })
      },
      run: async (loopWith) => loopWith({ PATH: path, GATECYCLE_GIT_TIMEOUT: '2' }),
      judge: judgeStop,
    },
  }
}

function faultCase(fault: string): Case {
  return {
    name: fault,
    disturbance: { run: async (loopWith) => loopWith({ GATECYCLE_FAULT: fault }), judge: judgeStop },
  }
}

/** Only the unit's machine keeps a record that could fail. */
function isRecorded(name: string): boolean {
  return !name.endsWith('/journaled')
}

/** A failure may also be none of the run's business; then it ends as it should. */
function judgeStop({ exitCode, signal, stdout, stderr }: BinEnd): readonly string[] {
  const said = `${stdout}${stderr}`
  const problems: string[] = []
  if (signal !== undefined) problems.push(`ended by ${signal}`)
  if (exitCode === 3) problems.push('ended as a bug')
  if (/^\s+at .+:\d+:\d+\)?$/mu.test(said)) problems.push('shows a stack')
  if (exitCode !== 0 && !/\b(?:SYSTEM_E|GIT_|RUN_REF_)[A-Z_]+\b/u.test(said)) problems.push('names no error')
  if (stdout.split('\n').length > 24) problems.push('takes more than a screen')
  return problems.map((problem) => `${problem} (exit ${exitCode}): ${said}`)
}

async function tryAll(what: string, cases: readonly Case[]): Promise<readonly string[]> {
  const problems: string[] = []
  let stops = 0
  const queue = [...cases]
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { name, disturbance } = next
      const found = await disturb(world, {
        ...disturbance,
        judge: (end) => {
          if (end.exitCode !== 0) stops += 1
          return disturbance.judge(end)
        },
      })
      problems.push(...found.map((problem) => `${name}: ${problem}`))
    }
  })
  await Promise.all(workers)
  process.stdout.write(
    `errors: ${what}: ${cases.length} tried, ${stops} stopped the run, ${problems.length} problems, seed ${seed}\n`,
  )
  return problems
}
