import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

const write = (path: string, text: string): Action => ({ do: 'write', path, text })
const good = write('src/T01.txt', 'good\n')

/** Verification that an ignored file decides: it passes where `ignored/flag` is. */
const onFlag = 'code:\n  - name: tests\n    command: test ! -e src/T01.txt || test -e ignored/flag\n'

function openWith(agent: SituationOptions['agent'], more: SituationOptions = {}): Situation {
  const units = [
    { local: 'T01', extra: ['max_attempts: 2'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({ gates: [{ units }], agent: agent ?? {}, ...more })
}

test('ignored files of the first attempt do not help the second, and are told', async () => {
  const it = openWith(
    {
      'T01/1': [
        good,
        write('ignored/flag', 'x'),
        write('ignored/deep/more', 'x'),
        { do: 'result', kind: 'malformed' },
      ],
      'T01/2': [good],
    },
    { verification: onFlag },
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['result_malformed', 'failed'])
  expect(end.stderr).toContain('ignored files that it left were removed: ignored/')
})

test('what was there before the attempt stays: set-up, links, and caches of the baseline', async () => {
  const verification = [
    'setup:',
    '  - name: install',
    '    command: mkdir -p ignored && echo made > ignored/installed',
    'code:',
    '  - name: tests',
    '    command: test -e ignored/installed && mkdir -p ignored/cache && ! grep -rn "^bad" src',
    '',
  ].join('\n')
  const it = openWith(
    { 'T01/1': [write('src/T01.txt', 'bad\n'), write('ignored/mine', 'x')], 'T01/2': [good] },
    { verification },
  )
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['failed', 'passed', 'passed'])
  const [worktree = ''] = it.repo
    .git('worktree', 'list', '--porcelain')
    .split('\n')
    .filter((line) => line.startsWith('worktree ') && line.includes('/state/'))
    .map((line) => line.slice('worktree '.length))
  expect([
    existsSync(join(worktree, 'ignored/installed')),
    existsSync(join(worktree, 'ignored/mine')),
  ]).toEqual([true, false])
})

test.each([
  ['in a folder of its own', 'lib/.gitignore', '*\n', 'lib/x.txt'],
  ['for one file', 'src/.gitignore', '.gitignore\nx.txt\n', 'src/x.txt'],
])('an ignore file that hides itself, %s, hides nothing', async (_what, rules, text, file) => {
  const it = openWith({ T01: [good, write(rules, text), write(file, 'bad\n')] })
  await it.arm()
  const end = await it.loop()
  const isBelowSrc = file.startsWith('src/')
  expect(end, end.stderr).toMatchObject({ exitCode: isBelowSrc ? 22 : 0 })
  if (!isBelowSrc)
    expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch).split('\n')).toContain(file)
  const found = it.events().find(({ payload }) => payload['kind'] === 'ignore_rule_hidden')
  expect(found?.payload['detail']).toContain(rules)
})

test.each([
  ['the repository’s own list', [{ do: 'git-append', path: 'info/exclude', text: 'lib/\n' }]],
  ['the list of the user', [{ do: 'write', path: '../../../../home/.config/git/ignore', text: 'lib/\n' }]],
] as const)('an entry in %s hides nothing', async (_what, actions) => {
  const it = openWith({ T01: [good, ...actions, write('lib/x.txt', 'x\n')] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch).split('\n')).toContain('lib/x.txt')
})

test('the cache of a tool with an ignore file of its own is no edit', async () => {
  const it = openWith({
    T01: [good, write('.pytest_cache/.gitignore', '*\n'), write('.pytest_cache/v', 'x')],
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)).not.toContain('pytest')
})

test('a new rule in a tracked ignore file may hide what was built, and it is told first', async () => {
  const rule: Action = { do: 'append', path: '.gitignore', text: 'dist/\n' }
  const it = openWith({ T01: [good, rule, write('dist/bundle.js', 'x\n')] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stdout).toContain('look first: FEAT-2026-0001/T01 has git ignore what it made: dist/bundle.js')
})

test('a new rule does not open what the plan protects', async () => {
  const rule: Action = { do: 'append', path: '.gitignore', text: 'tools/extra\n' }
  const it = openWith({ T01: [good, rule, write('tools/extra', 'x\n')] }, { plan: ['protect: ["tools/**"]'] })
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(outcomesOf(it)).toEqual(['out_of_scope', 'out_of_scope'])
})

test('what a unit that landed has added stays for the next, even where that one cannot begin', async () => {
  const units = [
    { local: 'T01' },
    { local: 'T02', dependsOn: ['T01'], extra: ['prep: [never]'] },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T02'] },
  ]
  const verification =
    'code:\n  - {name: tests, run: [sh, tools/check.sh]}\nnever:\n  - {name: kept, command: test -e ignored/installed && exit 9}\n'
  const it = openWith({ T01: [good, write('ignored/installed', 'x')] }, { gates: [{ units }], verification })
  await it.arm()
  const ends = [await it.loop(), await it.loop()]
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([30, 30])
  for (const { stdout } of ends) expect(stdout).toContain('never/kept exited 9')
})

function outcomesOf(it: Situation): readonly unknown[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(({ payload }) => payload['outcome'])
}
