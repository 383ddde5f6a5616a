import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileSchema } from '../compile-schema.ts'
import type { BinEnd } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const schemaFile = fileURLToPath(new URL('../../schemas/loop-result.schema.json', import.meta.url))
const check = compileSchema(JSON.parse(readFileSync(schemaFile, 'utf8')))

/** The result of a command that spoke JSON: one object a line, the last one is the result and fits its schema. */
function resultOf({ stdout, exitCode }: BinEnd): Readonly<Record<string, unknown>> {
  const lines = stdout.split('\n').filter(Boolean)
  const objects = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  const result = objects.at(-1) ?? {}
  expect(check(result), stdout).toEqual([])
  expect(objects.slice(0, -1).filter(({ type }) => type === 'result')).toEqual([])
  expect(result['exitCode']).toBe(exitCode)
  return result
}

test('every command ends in one result that fits the schema', async () => {
  const it = openSituation()
  expect(resultOf(await it.loop('run', '--json'))).toMatchObject({ exitCode: 21 })
  expect(resultOf(await it.loop('--dry-run', '--json'))).toMatchObject({
    command: 'dry-run',
    outcome: 'never',
  })
  expect(resultOf(await it.loop('arm', '--yes', '--json'))).toMatchObject({
    command: 'arm',
    outcome: 'armed',
  })
  expect(resultOf(await it.loop('--json'))).toMatchObject({
    command: 'run',
    outcome: 'gate-reached',
    gate: 1,
    next: `loop accept ${it.feature.id}`,
    branch: { name: it.feature.branch, state: 'published' },
  })
  expect(resultOf(await it.loop('status', '--json'))).toMatchObject({ command: 'status' })
  expect(resultOf(await it.loop('accept', '--yes', '--json'))).toMatchObject({ outcome: 'accepted' })
  expect(resultOf(await it.loop('--json'))).toMatchObject({ outcome: 'feature-done', exitCode: 1 })
})

test('the commands around a run end in one result each', async () => {
  const it = openSituation({ agent: { 'T01/1': [{ do: 'write', path: 'src/T01.txt', text: 'bad\n' }] } })
  const { id, branch } = it.feature
  await it.arm()
  expect(resultOf(await it.loop('run', '--unit', 'T02', '--json'))).toMatchObject({ outcome: 'unit-waits' })
  expect(resultOf(await it.loop('run', '--unit', 'T01', '--json'))).toMatchObject({ outcome: 'unit-done' })
  expect(resultOf(await it.loop('rescue', 'list', '--json'))).toMatchObject({ outcome: 'listed' })
  expect(resultOf(await it.loop('rescue', 'show', 'nothing', '--json'))).toMatchObject({ exitCode: 2 })
  for (const command of ['stop', 'pause', 'resume'])
    expect(resultOf(await it.loop(command, '--json'))).toMatchObject({ command, outcome: 'nobody-runs' })
  expect(resultOf(await it.loop('unlock', '--yes', '--json'))).toMatchObject({ outcome: 'free' })
  expect(resultOf(await it.loop('resync', '--json'))).toMatchObject({ outcome: 'in-step' })
  expect(resultOf(await it.loop('rebuild', '--json'))).toMatchObject({ outcome: 'whole' })
  expect(resultOf(await it.loop('prove', branch, '--json'))).toMatchObject({ outcome: 'proved' })
  expect(resultOf(await it.loop('prove', 'main', '--json'))).toMatchObject({ outcome: 'nothing-to-prove' })
  expect(resultOf(await it.loop('prove', 'no-such', '--json'))).toMatchObject({ code: 'RANGE_UNKNOWN' })
  expect(resultOf(await it.loop('undo', 'T01', '--yes', '--json'))).toMatchObject({
    outcome: 'undone',
    feature: id,
  })
  it.repo.git('branch', '-D', branch)
  expect(resultOf(await it.loop('resync', '--json'))).toMatchObject({ outcome: 'deleted', exitCode: 31 })
})

test('a stop ends in a result', async () => {
  const it = openSituation({ agent: { T01: [{ do: 'result', kind: 'blocked', reason: 'no' }] } })
  await it.arm()
  expect(resultOf(await it.loop('--json'))).toMatchObject({ exitCode: 22, outcome: 'blocked' })
})

test('what a command refuses ends in a result too', async () => {
  const it = openSituation()
  expect(resultOf(await it.loop('run', 'FEAT-2026-0002', '--json'))).toMatchObject({
    code: 'FEATURE_UNKNOWN',
  })
  expect(resultOf(await it.loop('arm', '--json'))).toMatchObject({ code: 'CONFIRMATION_NEEDED', exitCode: 2 })
  expect(resultOf(await it.loop('--json', '--no-such-flag'))).toMatchObject({ exitCode: 2, outcome: 'error' })
})
