import { expect, test } from 'vitest'
import { openSituation, type Situation } from '../open-scenario.ts'
import { write } from '../agent-actions.ts'

/** Installs what the lock file says into a folder that git ignores; the tests pass where what src/T01.txt says is installed. */
const verification = (install: string): string => `setup:
  - name: install
    command: ${install}
setup_key: [packages.lock]
code:
  - name: tests
    command: test ! -e src/T01.txt || test -e "ignored/$(cat src/T01.txt)"
`
const install = 'rm -rf ignored && mkdir ignored && (cd ignored && touch $(cat ../packages.lock))'
const needsTwo = [write('packages.lock', 'one two\n'), write('src/T01.txt', 'two\n')]

function openWith(command: string, second: readonly ReturnType<typeof write>[] = needsTwo): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'T02', dependsOn: ['T01'], extra: ['max_attempts: 1'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T02'] },
  ]
  return openSituation({
    gates: [{ units }],
    verification: verification(command),
    agent: { T01: needsTwo, T02: second },
    before: (repo) => {
      repo.write('packages.lock', 'one\n')
      repo.write('.gitignore', 'ignored/\n')
    },
  })
}

test('an agent that writes a lock file need not install by it', async () => {
  const it = openWith(install, [write('packages.lock', 'one two three\n'), write('src/T01.txt', 'three\n')])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toContain('feat: Do T02')
  expect(end.stderr.match(/its lock files are others: setup: install/gu)).toHaveLength(2)
})

test('set-up that fails for the candidate leaves its failure as it was', async () => {
  const it = openWith(`test "$(cat packages.lock)" = one && ${install}`)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(end.stderr).toContain('attempt 1: failed: code/tests exited 1')
})

test('work that passes is not set up again', async () => {
  const it = openWith(install, [write('packages.lock', 'two\n'), write('src/T02.txt', 'x\n')])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr.match(/its lock files are others: setup: install/gu)).toHaveLength(1)
})
