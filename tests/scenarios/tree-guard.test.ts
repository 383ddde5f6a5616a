import { expect, test } from 'vitest'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** A second command sees what the first one did. */
const entries = (command: string, more = ''): string =>
  `code:\n  - name: build\n    command: ${JSON.stringify(command)}\n${more}  - name: tests\n    run: [sh, tools/check.sh]\n`

function openWith(verification: string, before: (repo: TestRepo) => void = () => undefined): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 1'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ verification, gates: [{ units }], before })
}

const onWork = (command: string): string => `if test -e src/T01.txt; then ${command}; fi`

test.each([
  ['makes a file executable', 'chmod +x src/start.txt'],
  ['puts a link where a file was', 'rm src/start.txt && ln -s ../README.md src/start.txt'],
  ['leaves an untracked file in a new folder', 'mkdir -p out/deep && echo x > out/deep/x'],
  [
    'swaps two files',
    'mv src/start.txt x && cp src/T01.txt src/start.txt && mv x src/T01.txt && echo >> src/T01.txt',
  ],
])('verification that %s is refused, and what it did is undone', async (_what, command) => {
  const it = openWith(entries(onWork(command)))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const outcome = it.events().find(({ event_type }) => event_type === 'attempt_outcome')
  expect(outcome?.payload['outcome']).toBe('verification_mutated_tree')
  const rescue = it.repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue')
  expect(it.repo.git('ls-tree', rescue, 'src/start.txt')).toMatch(/^100644 blob/u)
})

test('a file that an entry declares as its output may be written, and is in no commit as it was left', async () => {
  const it = openWith(
    entries('echo built > dist/bundle.txt && echo x > dist/new.txt', '    outputs: ["dist/**"]\n'),
    (repo) => repo.write('dist/bundle.txt', 'old\n'),
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('show', `${it.feature.branch}:dist/bundle.txt`)).toBe('old')
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).not.toContain('dist/new.txt')
})

test('what the baseline wrote is learned: it is no edit later on', async () => {
  const it = openWith(entries('date +%N > stamp.txt'))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).toContain('baseline: writes stamp.txt')
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).not.toContain('stamp.txt')
})

test('a test or a configuration is never learned as an output', async () => {
  const it = openWith(entries('date +%N > test/stamp.test.js; date +%N > .npmrc'), (repo) =>
    repo.write('test/a.js', 'x\n'),
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
})
