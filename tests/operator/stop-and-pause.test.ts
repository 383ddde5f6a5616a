import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  awaitFile,
  awaitThat,
  callsOf,
  controlOf,
  makeFile,
  writeScenario,
  type RunningBin,
} from '../../packages/test-kit/src/index.ts'
import {
  expectFinished,
  expectOk,
  landedUnits,
  openAccident,
  openTemplate,
  type Template,
} from '../accidents/accident-world.ts'
import type { Situation } from '../open-scenario.ts'

let armed: Template

beforeAll(async () => {
  armed = await openTemplate({ landed: false })
})

afterAll(() => armed.repo.remove())

/** A run whose first agent waits until `go` is there. */
async function startWaiting(it: Situation): Promise<{ readonly run: RunningBin; readonly go: () => void }> {
  const control = controlOf(it.repo)
  writeScenario(it.repo, { T01: [{ do: 'wait', name: 'begun' }, { do: 'work' }] })
  const run = it.start()
  await awaitFile(join(control, 'begun.reached'))
  return { run, go: () => makeFile(join(control, 'begun.go')) }
}

test('a run that is asked to stop ends after the unit in flight, and goes on later', async () => {
  const it = openAccident(armed)
  const { run, go } = await startWaiting(it)
  expect(expectOk(await it.loop('stop')).stdout).toContain('after the unit in flight')
  go()
  expect(await run.ended).toMatchObject({ exitCode: 130 })
  expect(landedUnits(it.repo, it.feature.branch)).toEqual([`${it.feature.id}/T01`])
  await expectFinished(it)
  expect(callsOf(it.repo)).toHaveLength(3)
})

test('a run that is asked to stop now keeps what the agent did, as with Ctrl-C', async () => {
  const it = openAccident(armed)
  const { run, go } = await startWaiting(it)
  expectOk(await it.loop('stop', '--now'))
  expect(await run.ended).toMatchObject({ exitCode: 130 })
  expect(landedUnits(it.repo, it.feature.branch)).toEqual([])
  go()
  await expectFinished(it)
})

test('a paused run waits with the lock, goes on under the same arm, and is stopped while it waits', async () => {
  const it = openAccident(armed)
  const { run, go } = await startWaiting(it)
  const said = expectOk(await it.loop('pause'))
  expect(said.stdout).toContain('loop resume')
  go()
  await awaitThat(() => run.stderr().includes('paused'), 'it never paused')
  expect(landedUnits(it.repo, it.feature.runRef)).toEqual([`${it.feature.id}/T01`])
  expect((await it.loop('status')).stdout).toMatch(/running now: .*asked to pause/u)
  expect(await it.loop('arm', '--yes')).toMatchObject({ exitCode: 25 })
  expectOk(await it.loop('resume'))
  expect(await run.ended).toMatchObject({ exitCode: 0 })
  expect(it.events().filter(({ event_type }) => event_type === 'gate_armed')).toHaveLength(1)
  expect((await it.loop('resume')).exitCode).toBe(1)
})

test('a paused run ends on a stop and on a signal', async () => {
  for (const end of [['stop'], ['stop', '--now']] as const) {
    const it = openAccident(armed)
    const { run, go } = await startWaiting(it)
    expectOk(await it.loop('pause'))
    go()
    await awaitThat(() => run.stderr().includes('paused'), 'it never paused')
    expectOk(await it.loop(...end))
    expect(await run.ended).toMatchObject({ exitCode: 130 })
    await expectFinished(it)
  }
})

test('where nobody runs there is nobody to ask', async () => {
  const it = openAccident(armed)
  for (const command of [['stop'], ['stop', '--now'], ['pause'], ['resume']]) {
    const end = await it.loop(...command)
    expect(end).toMatchObject({ exitCode: 1 })
    expect(end.stdout).toContain('loop run')
  }
  expect(await it.loop('unlock', '--yes')).toMatchObject({ exitCode: 0 })
})

/** The records of both locks, as another host or a number that was used again would leave them. */
function editRecords(it: Situation, change: (record: Record<string, unknown>) => void): void {
  const places = [join(it.repo.path, '.git/gatecycle'), it.repo.env['GATECYCLE_STATE_HOME'] ?? '']
  for (const place of places) {
    for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
      if (!/lock\.\d+$/u.test(name)) continue
      const record = JSON.parse(readFileSync(join(place, name), 'utf8')) as Record<string, unknown>
      change(record)
      writeFileSync(join(place, name), `${JSON.stringify(record)}\n`)
    }
  }
}

test('a lock of another host is freed by a person’s word, and by no command before', async () => {
  const it = openAccident(armed)
  const killed = await it.loopWith({ GATECYCLE_FAULT: 'run/check-arm/before' })
  expect(killed.signal).toBe('SIGKILL')
  editRecords(it, (record) => (record['host'] = 'another-host'))
  expect(await it.loop()).toMatchObject({ exitCode: 25 })
  const asked = await it.loop('stop')
  expect(asked).toMatchObject({ exitCode: 25 })
  expect(asked.stderr).toContain('loop unlock')
  expect(await it.loop('unlock')).toMatchObject({ exitCode: 2 })
  const end = expectOk(await it.loop('unlock', '--yes'))
  expect(end.stdout).toContain('another-host')
  await expectFinished(it)
})

test('a living holder is neither unlocked nor signalled under a number that was used again', async () => {
  const it = openAccident(armed)
  const { run, go } = await startWaiting(it)
  expect(await it.loop('unlock', '--yes')).toMatchObject({ exitCode: 25 })
  editRecords(it, (record) => (record['startTime'] = '1'))
  expect(await it.loop('stop', '--now')).toMatchObject({ exitCode: 1 })
  go()
  expect(await run.ended).toMatchObject({ exitCode: 0 })
})

test('one unit runs alone, under the same rules', async () => {
  const it = openAccident(armed)
  const { repo, feature } = it
  const early = await it.loop('run', '--unit', 'T02')
  expect(early).toMatchObject({ exitCode: 1 })
  expect(early.stdout).toContain(`waits for ${feature.id}/T01`)
  expect((await it.loop('run', '--unit', 'T09')).stdout).toContain('T01, T02, G1-CLOSE')
  expect(callsOf(repo)).toEqual([])
  expectOk(await it.loop('run', '--unit', 'T01'))
  expect(landedUnits(repo, feature.branch)).toEqual([`${feature.id}/T01`])
  expect(await it.loop('run', '--unit', 'T01')).toMatchObject({ exitCode: 1 })
  expectOk(await it.loop('run', '--unit', `${feature.id}/T02`))
  expect(callsOf(repo)).toHaveLength(2)
  await expectFinished(it)
})
