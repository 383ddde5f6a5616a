import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import {
  awaitFile,
  awaitThat,
  binFolder,
  controlOf,
  makeFile,
  processesOf,
  writeScenario,
  type Action,
} from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }

test.each(['leave-child', 'leave-daemon'] as const)(
  'an agent that does "%s" leaves nothing running, and its unit is committed',
  async (leave) => {
    const it = openSituation({ agent: { T01: [good, { do: leave }] } })
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(processesOf(it.repo)).toEqual([])
    const kinds = it.events().map(({ payload }) => payload['kind'])
    expect(kinds).toContain('survivor_ended')
  },
)

test.each([
  ['floods its output', [good, { do: 'flood', bytes: 30_000_000 }]],
  ['says bytes that are no UTF-8', [good, { do: 'say-bytes', hex: 'fffe80c3280aedbfbf' }]],
  ['says words for a terminal', [good, { do: 'say', text: '\u001B]0;title\u0007\u001B[2J\n' }]],
  ['ignores SIGTERM', [{ do: 'ignore-sigterm' }, good]],
] as const)('an agent that %s is heard to its end', async (_what, actions) => {
  const it = openSituation({ agent: { T01: actions } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).not.toContain('\u001B]0')
})

test.each([
  ['exits with 3', [good, { do: 'exit', code: 3 }]],
  ['is killed', [good, { do: 'kill-self' }]],
] as const)('an agent that %s has failed its attempt, whatever it made', async (_what, actions) => {
  const it = openSituation({ agent: { 'T01/1': actions } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.calls().filter(({ unit }) => unit.endsWith('T01'))).toHaveLength(2)
})

test('the second driver is told who the first is, and the lock of a killed one is taken at once', async () => {
  const it = openSituation({ agent: { 'T01/1': [{ do: 'wait', name: 'here' }, good] } })
  await it.arm()
  const first = it.start()
  await awaitFile(`${controlOf(it.repo)}/here.reached`)

  const second = await it.loop()
  expect(second).toMatchObject({ exitCode: 25 })
  expect(second.stdout).toContain(`pid ${first.pid} `)
  expect(await it.loop('arm', '--yes')).toMatchObject({ exitCode: 25 })
  const status = await it.loop('status')
  expect(status.stdout).toContain(`pid ${first.pid} `)

  first.kill('SIGKILL')
  await first.ended
  makeFile(`${controlOf(it.repo)}/here.go`)
  const third = await it.loop()
  expect(third, third.stderr).toMatchObject({ exitCode: 0 })
  expect(processesOf(it.repo)).toEqual([])
})

test('an agent that deletes the lock lets nobody in', async () => {
  const it = openSituation({
    agent: { 'T01/1': [{ do: 'delete-lock' }, { do: 'wait', name: 'here' }, good] },
  })
  await it.arm()
  const first = it.start()
  await awaitFile(`${controlOf(it.repo)}/here.reached`)
  const second = it.start()
  const seen = await Promise.race([
    second.ended,
    awaitThat(() => it.calls().length > 1, 'x').then(() => undefined),
  ])
  makeFile(`${controlOf(it.repo)}/here.go`)
  expect(seen?.exitCode).toBe(25)
  expect(await first.ended).toMatchObject({ exitCode: 0 })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s during the agent ends all of it, and the same command goes on', async (signal, exitCode) => {
  const it = openSituation({
    agent: {
      'T01/1': [{ do: 'write', path: 'src/half.txt', text: 'half\n' }, { do: 'wait', name: 'here' }, good],
    },
  })
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(it.repo)}/here.reached`)
  running.kill(signal)
  const end = await running.ended
  expect(end, end.stderr).toMatchObject({ exitCode })
  expect(processesOf(it.repo)).toEqual([])
  expect(it.repo.git('for-each-ref', 'refs/gatecycle/rescue')).not.toBe('')

  makeFile(`${controlOf(it.repo)}/here.go`)
  const again = await it.loop()
  expect(again, again.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toHaveLength(4)
  const { feature, repo } = it
  expect(repo.git('show', `${feature.branch}:${feature.path}/WU-01-unit.md`)).toContain('attempts: 1')
})

const waitingVerification = `code:
  - name: tests
    command: 'test ! -e src/T01.txt || { touch "$GATECYCLE_TEST_CONTROL/verifying.reached"; until test -e "$GATECYCLE_TEST_CONTROL/verifying.go"; do sleep 0.05; done; }'
    timeout: 60
`

test.each([
  ['SIGINT', 130],
  ['SIGKILL', 137],
] as const)('%s during verification leaves nothing that counts as a pass', async (signal, exitCode) => {
  const it = openSituation({ verification: waitingVerification })
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(it.repo)}/verifying.reached`)
  running.kill(signal)
  expect(await running.ended).toMatchObject({ exitCode })
  if (signal === 'SIGINT') expect(processesOf(it.repo)).toEqual([])
  expect(it.subjects()).toEqual(['chore(loop): arm gate 1'])
  makeFile(`${controlOf(it.repo)}/verifying.go`)
  const again = await it.loop()
  expect(again, again.stderr).toMatchObject({ exitCode: 0 })
  expect(processesOf(it.repo)).toEqual([])
  expect(it.subjects()).toHaveLength(4)
})

test('what a driver that died during the baseline left running is ended by the next one', async () => {
  const baseline = waitingVerification.replace('test ! -e src/T01.txt ||', 'test -e src/T01.txt ||')
  const it = openSituation({ verification: baseline })
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(it.repo)}/verifying.reached`)
  running.kill('SIGKILL')
  await running.ended
  const left = processesOf(it.repo).map(({ pid }) => pid)
  expect(left).not.toEqual([])
  // The second one must not wait for the first one's commands: they never end by themselves.
  const second = it.start()
  await awaitThat(() => processesOf(it.repo).every(({ pid }) => !left.includes(pid)), 'they are still there')
  makeFile(`${controlOf(it.repo)}/verifying.go`)
  expect(await second.ended).toMatchObject({ exitCode: 0 })
})

test.runIf(process.platform === 'linux')(
  'a dead driver whose parent never asked for its exit code holds no lock',
  async () => {
    const it = openSituation({ agent: { 'T01/1': [{ do: 'kill-driver' }] } })
    await it.arm()
    const bin = `${binFolder()}/loop.js`
    // The shell becomes a program that waits for nobody: the driver stays behind as a zombie.
    const script = '"$0" "$1" & echo $!; exec sleep 600'
    const parent = spawn('sh', ['-c', script, process.execPath, bin], { cwd: it.repo.path, env: it.repo.env })
    onTestFinished(() => {
      parent.kill('SIGKILL')
    })
    const pid = Number(
      await new Promise((resolve) => parent.stdout.once('data', (text) => resolve(String(text)))),
    )
    await awaitThat(() => / Z /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8')), 'the driver is no zombie')
    writeScenario(it.repo, {})
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  },
)
