import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { findContainment } from '../../packages/agents/src/index.ts'
import {
  awaitFile,
  controlOf,
  fakeAgentConfig,
  makeFile,
  processesOf,
  type TestRepo,
  type Action,
} from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const contained = fakeAgentConfig('containment: process\n')
const there = (await findContainment('process', process.env['PATH'])) !== undefined
if (!there)
  process.stderr.write(
    'containment: no process namespaces here; the scenarios of level process are skipped\n',
  )

/** Turns a file bad as soon as verification looks at it, from a process that nobody can find. */
const saboteur: Action = {
  do: 'leave-hidden',
  script: 'sleep 2.5; echo bad > src/late.txt; touch "{control}/alive"; sleep 5',
}
const slowVerification = `code:
  - name: tests
    command: 'test ! -e src/T01.txt || sleep 3.5'
    timeout: 60
`

test('at level none a daemon that hides is not found, and what it does to the tree is', async () => {
  const it = openSituation({ agent: { 'T01/1': [{ do: 'work' }, saboteur] }, verification: slowVerification })
  await it.arm()
  const end = await it.loop()
  expect(existsSync(join(controlOf(it.repo), 'alive'))).toBe(true)
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.gitSays('cat-file', '-e', `${it.feature.runRef}:src/late.txt`)).toBe(false)
  expect(
    it.repo.git('log', '-1', '--format=%(trailers:key=Containment,valueonly)', `${it.feature.runRef}~2`),
  ).toContain('none')
})

describe.skipIf(!there)('at level process', () => {
  test('what passed at level none is asked again', async () => {
    const seesAll = 'test "$(readlink /proc/self/ns/pid)" = "$(cat "$GATECYCLE_TEST_CONTROL/namespace")"'
    const it = openSituation({
      verification: `code:\n  - name: tests\n    command: '${seesAll}'\n`,
      config: fakeAgentConfig('containment: best\n'),
    })
    const control = controlOf(it.repo)
    mkdirSync(control, { recursive: true })
    writeFileSync(join(control, 'namespace'), `${readlinkSync('/proc/self/ns/pid')}\n`)
    // An unshare that is not allowed, on a PATH that stays what it is.
    const planted = join(control, 'unshare')
    writeFileSync(planted, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const PATH = `${control}${delimiter}${it.repo.env['PATH'] ?? ''}`
    await it.arm()
    const sameBoth = { PATH, GATECYCLE_FAULT: 'run/run-gate/before' }
    const killed = await it.loopWith(sameBoth)
    expect(killed.signal, killed.stderr).toBe('SIGKILL')
    rmSync(planted)
    const end = await it.loopWith(sameBoth)
    expect(end, end.stderr).toMatchObject({ exitCode: 28 })
  })

  test('the same daemon ends with its agent, and the level is in commit and log', async () => {
    const it = openSituation({
      agent: { 'T01/1': [{ do: 'work' }, saboteur] },
      verification: slowVerification,
      config: contained,
    })
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(controlOf(it.repo), 'alive'))).toBe(false)
    expect(it.events().map(({ payload }) => payload['kind'])).toContain('survivor_ended')
    expect(it.events().find(({ event_type }) => event_type === 'attempt_started')?.payload).toMatchObject({
      containment: 'process',
    })
    expect(
      it.repo.git('log', '-1', '--format=%(trailers:key=Containment,valueonly)', `${it.feature.runRef}~2`),
    ).toContain('process')
  })

  test('what a driver that was killed had in a namespace is ended by the next run', async () => {
    const hidden: Action = { do: 'leave-hidden', script: 'sleep 3; touch "{control}/alive"' }
    const it = openSituation({
      agent: { 'T01/1': [hidden, { do: 'wait', name: 'here' }] },
      config: contained,
    })
    await it.arm()
    const first = it.start()
    await awaitFile(`${controlOf(it.repo)}/here.reached`)
    first.kill('SIGKILL')
    await first.ended
    const agent = it.loop()
    makeFile(`${controlOf(it.repo)}/here.go`)
    expect(await agent).toMatchObject({ exitCode: 0 })
    expect(processesOf(it.repo)).toEqual([])
    await pause(3500)
    // The second attempt left a daemon as well; both are gone.
    expect(existsSync(join(controlOf(it.repo), 'alive'))).toBe(false)
  })
})

test('a level that this machine does not have stops the run before any agent', async () => {
  const it = openSituation({ config: contained })
  await it.arm()
  const end = await it.loopWith({ PATH: pathWithoutUnshare(it.repo) }, 'run')
  expect(end, end.stderr).toMatchObject({ exitCode: 30 })
  expect(`${end.stdout}${end.stderr}`).toContain('no process namespaces')
  expect(it.calls()).toEqual([])
})

/** A folder with a link to every program but that one. */
function pathWithoutUnshare({ env, outside }: TestRepo): string {
  const folder = join(outside, 'programs')
  mkdirSync(folder)
  for (const place of (env['PATH'] ?? '').split(delimiter).filter((name) => existsSync(name))) {
    for (const name of readdirSync(place).filter((program) => program !== 'unshare')) {
      if (lstatSync(join(folder, name), { throwIfNoEntry: false }) === undefined)
        symlinkSync(join(place, name), join(folder, name))
    }
  }
  return folder
}
