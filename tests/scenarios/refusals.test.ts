import { expect, test } from 'vitest'
import {
  fakeAgentConfig,
  quickVerification,
  type Scenario,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

const noAgent = 'agent: none\nagents:\n  none:\n    preset: command\n    bin: no-such-agent-anywhere\n'
const missingProgram = 'code:\n  - name: tests\n    run: [no-such-program-anywhere]\n'
const red = 'code:\n  - name: tests\n    run: [sh, -c, "echo red; exit 1"]\n'

/** An armed feature whose run must stop before any agent is started. */
async function runArmed(
  options: SituationOptions,
): Promise<{ it: Situation; exitCode: number; text: string }> {
  const it = openSituation(options)
  await it.arm()
  const { exitCode, stdout, stderr } = await it.loop()
  expect(it.calls()).toEqual([])
  return { it, exitCode, text: `${stdout}${stderr}` }
}

test('a gate that nobody armed is not run', async () => {
  const it = openSituation()
  const end = await it.loop()
  expect(end).toMatchObject({ exitCode: 21 })
  expect(`${end.stdout}${end.stderr}`).toContain('loop arm')
  expect(it.calls()).toEqual([])
})

test.each([
  [
    'WU-01-unit.md',
    (repo: TestRepo, path: string) => edit(repo, `${path}/WU-01-unit.md`, 'is good', 'is fine'),
  ],
  ['GATE-01.md', (repo: TestRepo, path: string) => edit(repo, `${path}/GATE-01.md`, 'is good', 'is fine')],
  [
    'PLAN.md',
    (repo: TestRepo, path: string) => edit(repo, `${path}/PLAN.md`, 'title: Sample', 'title: Simple'),
  ],
  [
    'config attempts',
    (repo: TestRepo) => repo.write('.gatecycle/config.yml', fakeAgentConfig('attempts: 2\n')),
  ],
  [
    'verification.yml code',
    (repo: TestRepo) => repo.write('.gatecycle/verification.yml', quickVerification.replace('60', '61')),
  ],
  [
    '.gatecycle/rules/a.md',
    (repo: TestRepo) => repo.write('.gatecycle/rules/a.md', '# A rule\n\nBe good.\n'),
  ],
] as const)('what was edited after arming un-arms it: %s', async (part, change) => {
  const it = openSituation()
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  change(repo, feature.path)
  repo.commitAll('docs: change my mind')
  const end = await it.loop()
  expect(end).toMatchObject({ exitCode: 21 })
  expect(end.stdout).toContain(part)
  expect(it.calls()).toEqual([])
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

function edit(repo: TestRepo, path: string, from: string, to: string): void {
  const text = repo.read(path)
  expect(text).toContain(from)
  repo.write(path, text.replace(from, to))
}

test('a plan that was set to done while a gate is open is refused, not reported as finished', async () => {
  const it = openSituation()
  const { repo, feature } = it
  await it.arm()
  repo.git('switch', '--quiet', feature.branch)
  edit(repo, `${feature.path}/PLAN.md`, 'status: active', 'status: done')
  repo.commitAll('docs: enough of it')
  const end = await it.loopWith({}, 'run', feature.id)
  expect(end).toMatchObject({ exitCode: 1 })
  expect(`${end.stdout}${end.stderr}`).toContain('error PL211 the plan is done, but gate 1 is open')
  expect(it.calls()).toEqual([])
})

test('one arm serves one execution', async () => {
  const it = openSituation()
  const { repo, feature } = it
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  repo.git('switch', '--quiet', feature.branch)
  edit(repo, `${feature.path}/GATE-01.md`, 'status: awaiting_review', 'status: open')
  edit(repo, `${feature.path}/WU-01-unit.md`, 'status: done', 'status: pending')
  repo.commitAll('docs: once more')
  const end = await it.loop()
  expect(end).toMatchObject({ exitCode: 21 })
  expect(end.stdout).toContain('spent')
})

test.each([
  ['an agent’s run', { GATECYCLE_RUN_MARK: 'x' }],
  ['an agent’s shell', { CLAUDECODE: '1' }],
])('arming and accepting are refused inside %s', async (_what, env) => {
  const it = openSituation()
  for (const command of ['arm', 'accept']) {
    const end = await it.loopWith(env, command, '--yes')
    expect(end).toMatchObject({ exitCode: 1 })
    expect(end.stderr).toContain(Object.keys(env)[0])
  }
  expect(it.repo.gitSays('rev-parse', '--verify', it.feature.branch)).toBe(false)
})

test('without a terminal and without --yes nothing is armed', async () => {
  const it = openSituation()
  const end = await it.loop('arm')
  expect(end).toMatchObject({ exitCode: 2 })
  expect(end.stderr).toContain('--yes')
  expect(await it.loop()).toMatchObject({ exitCode: 21 })
})

test('a tree that is red before any work stops the run, and a mended environment lets it go on', async () => {
  const verification = 'code:\n  - name: tests\n    command: test -e "$GATECYCLE_TEST_CONTROL/mended"\n'
  const { it, exitCode, text } = await runArmed({ verification })
  expect(exitCode, text).toBe(28)
  expect(text).toContain('code/tests')
  it.repo.write('../control/mended', '')
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

test.each([
  ['an agent that is not installed', { config: noAgent }, 30, 'no-such-agent-anywhere'],
  [
    'a verification program that is not there',
    { verification: missingProgram },
    30,
    'no-such-program-anywhere',
  ],
  ['a red baseline', { verification: red }, 28, 'code/tests'],
] as const)('%s is found before money is spent', async (_what, options, code, words) => {
  const { exitCode, text } = await runArmed(options)
  expect(exitCode, text).toBe(code)
  expect(text).toContain(words)
})

test('a broken plan is refused by name and place', async () => {
  const it = openSituation()
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  edit(repo, `${feature.path}/PLAN.md`, 'depends_on: []', 'depends_on: [FEAT-2026-0001/T09]')
  repo.commitAll('docs: break it')
  const end = await it.loop()
  expect(end).toMatchObject({ exitCode: 1 })
  expect(end.stderr).toContain('FEAT-2026-0001/T09')
  expect(end.stdout).toContain('plan-lint')
  expect(await it.loop('--dry-run')).toMatchObject({ exitCode: 1 })
  expect(await it.loop('arm', '--yes')).toMatchObject({ exitCode: 1 })
})

test('a feature that nobody knows is refused, and the nearest one is named', async () => {
  const it = openSituation()
  const end = await it.loop('run', 'FEAT-2026-0002')
  expect(end).toMatchObject({ exitCode: 2 })
  expect(end.stderr).toContain('FEAT-2026-0001')
  expect(await it.loop('no-such-command')).toMatchObject({ exitCode: 2 })
  expect(await it.loop('run', '--no-such-flag')).toMatchObject({ exitCode: 2 })
})

test('a broken configuration is refused with its place', async () => {
  const it = openSituation({ config: fakeAgentConfig('timouts:\n  attempt: 1\n') })
  for (const command of [['arm', '--yes'], ['--dry-run']]) {
    const end = await it.loop(...command)
    expect(end).toMatchObject({ exitCode: 2 })
    expect(end.stderr).toMatch(/config\.yml:\d+:\d+ .*timouts/u)
    expect(end.stderr).toContain('timeouts')
  }
})

test('a unit that waits for an abandoned one is an error of the plan, found before any work', async () => {
  const agent: Scenario = { T01: [{ do: 'result', kind: 'blocked', reason: 'no' }] }
  const it = openSituation({ units: 2, agent })
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 22 })
  edit(repo, `${feature.path}/WU-01-unit.md`, 'status: blocked_human', 'status: abandoned')
  repo.commitAll('docs: abandon T01')
  const end = await it.loop()
  expect(end).toMatchObject({ exitCode: 1 })
  expect(end.stderr).toContain('PL111')
  expect(end.stderr).toContain('abandoned')
  expect(it.calls()).toHaveLength(1)
})
