import { afterAll, describe, expect, test } from 'vitest'
import { findContainment } from '../../packages/agents/src/index.ts'
import { honestWorkIn, removeTemplates, tryCheat, type Cheat, type Level } from './cheat-world.ts'
import { driverBooks } from './driver-books.ts'
import { emptyWork } from './empty-work.ts'
import { gitTricks } from './git-tricks.ts'
import { hiddenProcesses } from './hidden-processes.ts'
import { planEdits } from './plan-edits.ts'
import { weakOracle } from './weak-oracle.ts'
import { weakTests } from './weak-tests.ts'

const cheats: readonly Cheat[] = [
  ...emptyWork,
  ...weakTests,
  ...weakOracle,
  ...planEdits,
  ...gitTricks,
  ...driverBooks,
  ...hiddenProcesses,
]
const there = (await findContainment('process', process.env['PATH'])) !== undefined
if (!there)
  process.stderr.write('cheats: no process namespaces here; all cheats are tried at level none instead\n')

const counts = new Map<string, number>()
const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
afterAll(async () => {
  await removeTemplates()
  const text = [...counts].map(([what, number]) => `${number} ${what}`).join(', ')
  process.stdout.write(`cheats: ${cheats.length} kinds: ${text}\n`)
})

test('there are at least 40 kinds, each with a name of its own', () => {
  expect(new Set(cheats.map(({ name }) => name)).size).toBe(cheats.length)
  expect(cheats.length).toBeGreaterThanOrEqual(40)
})

test.each(honestWorkIn(cheats))('under the plan of "$name" honest work lands', async (honest) => {
  expect((await tryCheat(honest, there ? 'process' : 'none')).join('\n')).toBe('')
})

describe.each(there ? (['process'] as const) : [])('at level %s an agent that', (level) => {
  test.each(cheats)('$name is found out', async (cheat) => tryAt(cheat, level))
})

describe('at level none an agent that', () => {
  const different = cheats.filter(({ atNone }) => atNone !== undefined)
  test.each(there ? different : cheats)('$name is found out, or known to be missed', async (cheat) =>
    tryAt(cheat, 'none'),
  )
})

async function tryAt(cheat: Cheat, level: Level): Promise<void> {
  const problems = await tryCheat(cheat, level)
  const verdict = level === 'none' ? (cheat.atNone ?? cheat.verdict) : cheat.verdict
  count(problems.length === 0 ? `${verdict} at ${level}` : `NOT ${verdict} at ${level}`)
  expect(problems.join('\n')).toBe('')
}
