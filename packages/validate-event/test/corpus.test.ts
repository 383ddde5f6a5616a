import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpusRoot } from '@gatecycle/test-kit'
import { describe, expect, test } from 'vitest'
import { run } from './logs.ts'

const root = corpusRoot()
const features = join(root ?? '', 'gate-cycle/.specfuse/features')
const logs = (root === undefined ? [] : readdirSync(features))
  .map((name) => join(features, name, 'events.jsonl'))
  .filter((path) => existsSync(path))

if (root === undefined) console.log('SKIPPED: real logs, because the corpus is missing')

describe.skipIf(root === undefined)('real logs of older tools (skipped where the corpus is missing)', () => {
  test('there are 23 of them', () => expect(logs).toHaveLength(23))

  test('all of them are valid', async () => {
    const { exitCode, stdout } = await run(logs)
    console.log(`real logs: ${stdout.trim()}`)
    expect(stdout).toMatch(/^23 logs, 638 events: no problems\n$/u)
    expect(exitCode).toBe(0)
  })

  test('their events fit together, too', async () => {
    expect(await run(['--invariants', ...logs])).toMatchObject({ exitCode: 0 })
  })

  test('a real log is not valid any more when a part of it is gone', async () => {
    for (const path of logs) {
      const log = readFileSync(path)
      const { exitCode } = await run([], { stdin: log.subarray(0, log.length - 30) })
      expect(exitCode).toBe(1)
    }
  })
})
