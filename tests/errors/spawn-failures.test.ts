import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeAgentConfig, type BinEnd, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { disturb, openCrashWorld } from '../crash/crash-world.ts'
import { runRefused } from '../crash/run-stopped.ts'
import { canTrace, runTraced } from '../crash/run-traced.ts'
import { countStarts } from '../crash/traced-calls.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** GATECYCLE_TEST_FULL=1 refuses every program that the driver starts for every reason; without it a sample that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 1)

const agentOf = ({ outside }: Pick<TestRepo, 'outside'>): string => join(outside, 'tools/agent')

function writeAgent(repo: TestRepo): void {
  mkdirSync(join(repo.outside, 'tools'), { recursive: true })
  rmSync(agentOf(repo), { recursive: true, force: true })
  writeFileSync(agentOf(repo), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`)
  chmodSync(agentOf(repo), 0o755)
}

/** T01 fails once, and its first agent does something to the program that is to be started next. */
function openWith(sabotage: string): Situation {
  const bad = { do: 'write', path: 'src/T01.txt', text: 'bad T01\n' } as const
  return openSituation({
    agent: { 'T01/1': [bad, { do: 'shell', script: sabotage }] },
    before: (repo, { stateRoot }) => {
      writeAgent(repo)
      const bin = `bin: ${JSON.stringify(agentOf(repo))}`
      repo.write(`${stateRoot}/config.yml`, fakeAgentConfig().replace(/bin: .*/u, bin))
    },
  })
}

const tools = '"$GATECYCLE_TEST_CONTROL/../tools"'

test.each([
  ['is gone', `rm ${tools}/agent`, 'was not found'],
  ['may not be executed any more', `chmod 644 ${tools}/agent`, 'may not be executed'],
  ['names an interpreter that is gone', `echo '#!/no/such/shell' > ${tools}/agent`, 'names an interpreter'],
  ['is a folder now', `rm ${tools}/agent; mkdir ${tools}/agent`, 'may not be executed'],
])(
  'an agent whose program %s stops the run at its second attempt, which does not count',
  async (_what, sabotage, words) => {
    const it = openWith(sabotage)
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 30 })
    expect(end.stdout + end.stderr).toContain(words)
    // What the first attempt left is kept; the second had nothing to leave.
    expect(it.repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue')).toMatch(/-1$/u)
    expect(await it.loop()).toMatchObject({ exitCode: 30 })
    writeAgent(it.repo)
    const again = await it.loop()
    expect(again, again.stderr).toMatchObject({ exitCode: 0 })
    const outcomes = outcomesOf(it)
    expect(outcomes.slice(0, 2)).toEqual(['1 failed true', '2 agent_failed false'])
    const counted = outcomes.filter((outcome) => outcome.endsWith('true'))
    expect(counted).toEqual(['1 failed true', '2 passed true', '1 passed true'])
    expect(it.calls()).toHaveLength(3)
  },
)

const outcomesOf = (it: Situation): readonly string[] =>
  it
    .events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(({ payload }) => [payload['attempt'], payload['outcome'], payload['counted']].join(' '))

/** What fork(2) and execve(2) fail with when the system has no room, or does not let. */
const codes = [
  ['fork', 'EAGAIN'],
  ['fork', 'ENOMEM'],
  ['execve', 'E2BIG'],
  ['execve', 'EACCES'],
  ['execve', 'ENOENT'],
] as const

test.skipIf(!canTrace)(
  'a program that the system does not start is a stop with a name, and the same command goes on',
  { timeout: 3_600_000 },
  async () => {
    const world = await openCrashWorld({
      units: 2,
      agent: { 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad T02\n' }] },
    })
    const starts = Array.from({ length: await countStarts(world) }, (_, index) => index + 1)
    const cases = codes.flatMap(([call, code], at) =>
      starts
        .filter((start) => full || (start + at) % starts.length === seed % starts.length)
        .map((nth) => ({ call, code, nth })),
    )
    const tried = cases.length
    const problems: string[] = []
    let stops = 0
    const workers = Array.from({ length: availableParallelism() }, async () => {
      for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
        const { call, code, nth } = next
        const found = await disturb(world, {
          run: async (_loopWith, repo) =>
            call === 'execve' ? runRefused(nth, code, repo) : runUnforked(nth, code, repo),
          judge: (end) => {
            if (end.exitCode !== 0) stops += 1
            return judgeStop(end)
          },
          // A verification that could not be run speaks against the candidate; an agent that could not costs nothing.
          mayCost: ({ stdout, stderr }) => /attempt \d: failed: .* could not run/u.test(stdout + stderr),
        })
        problems.push(...found.map((problem) => `${call} ${nth}: ${code}: ${problem}`))
      }
    })
    await Promise.all(workers)
    world.remove()
    process.stdout.write(
      `errors: programs not started: ${tried} tried, ${stops} stopped the run, ${problems.length} problems, seed ${seed}\n`,
    )
    expect(problems).toEqual([])
  },
)

async function runUnforked(nth: number, code: string, repo: TestRepo): Promise<BinEnd> {
  const inject = `inject=clone:error=${code}:when=${nth}`
  return runTraced(['-o', '/dev/null', '-e', 'trace=clone', '-e', inject], repo)
}

function judgeStop({ exitCode, signal, stdout, stderr }: BinEnd): readonly string[] {
  const said = `${stdout}${stderr}`
  const isNamed =
    exitCode === 30 && /GIT_NOT_STARTED|SYSTEM_E|agent: config|could not run, before any work/u.test(said)
  return signal === undefined && (exitCode === 0 || isNamed)
    ? []
    : [`ended with ${signal ?? exitCode}: ${said}`]
}
