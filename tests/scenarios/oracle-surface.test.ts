import { expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** A runner with a configuration file of its own: every folder that is named there has to hold good files. */
const runner = `import config from '../vitest.config.mjs'
import { readdirSync, readFileSync } from 'node:fs'
const bad = config.folders.flatMap((folder) =>
  readdirSync(folder).filter((name) => readFileSync(folder + '/' + name, 'utf8').startsWith('bad')).map((name) => folder + '/' + name))
console.log(bad.join('\\n'))
process.exitCode = bad.length === 0 ? 0 : 1
`
const config = (...folders: readonly string[]): string =>
  `export default { folders: ${JSON.stringify(folders)} }\n`
const packageJson = (scripts: Readonly<Record<string, string>>, more: object = {}): string =>
  `${JSON.stringify({ name: 'sample', private: true, scripts, ...more }, undefined, 2)}\n`
const tests = { test: 'node tools/run.mjs' }

const write = (path: string, text: string): Action => ({ do: 'write', path, text })
const good = write('src/T01.txt', 'good\n')
const bad = write('src/T01.txt', 'bad\n')

/** npm takes its time, so it is asked only where it is what is tested. */
function openWith(actions: readonly Action[], extra: readonly string[] = []): Situation {
  const isAboutNpm = actions.some(
    (action) => 'path' in action && /^(?:package\.json|\.npmrc)$/u.test(action.path),
  )
  const command = isAboutNpm ? '[npm, test, --silent]' : '[node, tools/run.mjs]'
  const units = [
    {
      local: 'T01',
      extra: [...(extra.some((line) => line.startsWith('max')) ? [] : ['max_attempts: 1']), ...extra],
    },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  return openSituation({
    gates: [{ units }],
    verification: `code:\n  - name: tests\n    run: ${command}\noracle_surface: ["limits/**"]\n`,
    agent: { T01: actions },
    before: (repo) => {
      repo.write('package.json', packageJson(tests))
      repo.write('tools/run.mjs', runner)
      repo.write('vitest.config.mjs', config('src'))
      repo.write('limits/most.txt', '3\n')
    },
  })
}

test.each([
  [
    'a test configuration that looks away',
    [bad, write('vitest.config.mjs', config()), write('lib/a.txt', 'good\n')],
    'vitest.config.mjs',
  ],
  [
    'a package script that says true',
    [bad, write('package.json', packageJson({ test: 'true' }))],
    'package.json',
  ],
  [
    'a runner that is always content',
    [bad, write('tools/run.mjs', 'process.exitCode = 0\n')],
    'tools/run.mjs',
  ],
  ['a new configuration that npm reads', [bad, write('.npmrc', 'script-shell=/bin/true\n')], '.npmrc'],
  [
    'a configuration that is taken away with what reads it',
    [bad, { do: 'remove', path: 'vitest.config.mjs' }, write('tools/run.mjs', 'process.exitCode = 0\n')],
    'vitest.config.mjs',
  ],
] as const)('%s does not pass: the old version has to pass as well', async (_what, actions, file) => {
  const it = openWith(actions)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const [outcome] = payloadsOf(it, 'attempt_outcome')
  expect(outcome).toMatchObject({
    outcome: expect.stringMatching(/^(oracle_surface_failed|verification_mutated_tree)$/u),
  })
  expect(outcome?.['summary']).toContain(file)
  expect(payloadsOf(it, 'oracle_surface_changed')[0]).toMatchObject({
    tier: 'configuration',
    declared: false,
  })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.runRef)).not.toContain('src/T01.txt')
})

test.each([
  [
    'a test configuration that looks at more',
    [good, write('lib/a.txt', 'good\n'), write('vitest.config.mjs', config('src', 'lib'))],
    [],
    ['vitest.config.mjs'],
  ],
  [
    'a script that is new',
    [good, write('package.json', packageJson({ ...tests, lint: 'true' }))],
    [],
    undefined,
  ],
  [
    'a declared change',
    [good, write('tools/run.mjs', `${runner}// more\n`)],
    ['changes_oracle: true'],
    ['tools/run.mjs'],
  ],
  ['a file that the repository declares', [good, write('limits/most.txt', '4\n')], [], ['limits/most.txt']],
] as const)('%s is accepted, and told', async (_what, actions, extra, paths) => {
  const it = openWith(actions, extra)
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const told = payloadsOf(it, 'oracle_surface_changed').filter(({ tier }) => tier === 'configuration')
  expect(told.map((payload) => [payload['paths'], payload['declared']])).toEqual(
    paths === undefined ? [] : [[paths, extra.length > 0]],
  )
  const [started = 0, finished = 0] = ['verification_started', 'verification_finished'].map(
    (type) => payloadsOf(it, type).length,
  )
  expect(started).toBe(finished)
})

test('a dependency that is added is told and stops nothing', async () => {
  const dependency = write('package.json', packageJson(tests, { dependencies: { left: '1.0.0' } }))
  const it = openWith([good, dependency, write('package-lock.json', '{}\n')])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(payloadsOf(it, 'oracle_surface_changed')).toEqual([
    { attempt: 1, tier: 'dependencies', paths: ['package-lock.json', 'package.json'], declared: false },
  ])
})

test('the old version is the one of the unit’s base, not what an earlier attempt left', async () => {
  const loosened = [bad, write('vitest.config.mjs', config())]
  const it = openWith(loosened, ['max_attempts: 2'])
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  expect(payloadsOf(it, 'attempt_outcome').map(({ outcome }) => outcome)).toEqual([
    'oracle_surface_failed',
    'oracle_surface_failed',
  ])
})

function payloadsOf(it: Situation, type: string): readonly Readonly<Record<string, unknown>>[] {
  return it
    .events()
    .filter(({ event_type }) => event_type === type)
    .map(({ payload }) => payload)
}
