import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const write = (path: string, text: string): Action => ({ do: 'write', path, text })
const good = write('src/T01.txt', 'good\n')

/** Passes where an ignored file says so. */
const onFlag = (more = ''): string =>
  `code:\n  - name: tests\n    command: test ! -e src/T01.txt || test -e ignored/flag\n${more}`

function openWith(verification: string, agent: readonly Action[]): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({
    gates: [{ units }],
    verification,
    agent: { T01: agent },
    before: (repo) => repo.write('ignored/mine', 'x\n'),
  })
}

const verifiedOf = (it: Situation): string =>
  it.repo.git('log', '--format=%(trailers:key=Verified)', it.feature.runRef)

test.each([
  ['in the run worktree a result may depend on an ignored file', '', 0],
  ['in a clean room it cannot', 'clean_room: true\n', 22],
] as const)('%s', async (_what, more, exitCode) => {
  const it = openWith(onFlag(more), [good, write('ignored/flag', 'x')])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode })
})

test('a clean room is set up, shares nothing, and leaves nothing', async () => {
  const more =
    'clean_room: true\nlink: [ignored]\nsetup:\n  - {name: flag, command: mkdir -p ignored && touch ignored/flag && test ! -e ignored/mine || test -L ignored}\n'
  const it = openWith(onFlag(more), [good])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(verifiedOf(it)).toContain('Verified: tests=0 (clean room)')
  const worktrees = it.repo.git('worktree', 'list', '--porcelain')
  expect(worktrees).not.toContain('.clean')
  const run = worktrees.split('\n').find((line) => line.includes('/state/'))
  expect(existsSync(`${run?.slice('worktree '.length)}.clean`)).toBe(false)
})

test('set-up that fails on the candidate is the candidate’s failure, with its output as evidence', async () => {
  const more =
    'clean_room: true\nsetup:\n  - {name: install, command: test ! -e src/T01.txt || (echo lock file is stale; exit 1)}\n'
  const it = openWith(onFlag(more), [good])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const note = it.repo.git('show', `${it.feature.runRef}:${it.feature.path}/work/T01/attempt-1.md`)
  expect(note).toContain('lock file is stale')
})
