import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  awaitFile,
  controlOf,
  makeFile,
  trailersOf,
  type Action,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import type { Situation } from '../open-scenario.ts'
import { openHooked, outcomesOf, writeExecutable, writeHook } from './hooked.ts'

const write = (text: string, path = 'src/T01.txt'): Action => ({ do: 'write', path, text })

/** What the commit of T01 holds. */
const landed = ({ repo, feature }: Situation, path = 'src/T01.txt'): string =>
  repo.git('show', `${feature.branch}:${path}`)

let situations = 0
afterAll(() => {
  process.stdout.write(`hooks: ${situations} situations driven\n`)
})

async function run(it: Situation): Promise<{ readonly exitCode: number; readonly said: string }> {
  situations += 1
  await it.arm()
  const { exitCode, stdout, stderr } = await it.loop()
  return { exitCode, said: `${stdout}${stderr}` }
}

const t01 = (it: Situation): number => it.calls().filter(({ unit }) => unit.endsWith('/T01')).length

test('a refusal of the pre-commit hook is evidence for the next attempt', async () => {
  const it = openHooked(
    {
      'pre-commit':
        'if git diff --cached --name-only | xargs -r grep -l TODO; then echo "no TODO, please"; exit 1; fi',
    },
    { agent: { 'T01/1': [write('good TODO\n')], T01: [write('good\n')] } },
  )
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  expect(outcomesOf(it)).toEqual(['commit_refused', 'passed', 'passed'])
  const prompts = it.repo.git('rev-parse', '--git-common-dir')
  const second = said.includes("the repository's pre-commit hook refused the change")
  expect([existsSync(join(it.repo.path, prompts)), second]).toEqual([true, true])
  expect(landed(it)).toBe('good')
})

test.each([
  ['stages what it mends', 'sed -i s/ugly/pretty/ src/T01.txt 2>/dev/null && git add src/T01.txt; exit 0'],
  ['does not stage what it mends', 'sed -i s/ugly/pretty/ src/T01.txt 2>/dev/null; exit 0'],
  [
    'mends and refuses, to be asked again',
    'if grep -q ugly src/T01.txt 2>/dev/null; then sed -i s/ugly/pretty/ src/T01.txt; echo fixed; exit 1; fi',
  ],
])('what a hook changes that %s belongs to the candidate, and costs no attempt', async (_what, script) => {
  const it = openHooked({ 'pre-commit': script }, { agent: { T01: [write('good ugly\n')] } })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  expect(landed(it)).toBe('good pretty')
  expect(t01(it)).toBe(1)
  expect(it.repo.git('status', '--porcelain')).toBe('')
})

test('what a hook leaves lying about is in no commit', async () => {
  const it = openHooked(
    { 'pre-commit': 'mkdir -p coverage; echo x > coverage/report; echo more >> README.md; exit 0' },
    { plan: ['scope: ["src/**"]'] },
  )
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  const files = it.repo.git('ls-tree', '-r', '--name-only', it.feature.branch)
  expect(files).not.toContain('coverage')
  expect(landed(it, 'README.md')).not.toContain('more')
})

test('a hook that does not end is ended, with what it started', async () => {
  const it = openHooked(
    { 'pre-commit': 'git diff --cached --quiet && exit 0; sleep 300' },
    { more: 'timeouts: {hook: 0.02}\nattempts: 1\n' },
  )
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(22)
  expect(outcomesOf(it)).toEqual(['commit_refused'])
  expect(said).toContain('did not end within 0.02 min')
})

test.each([
  ['a program', 'no-such-linter --staged', '127'],
  ['its interpreter', '', ''],
])('a hook that lacks %s stops the run before an agent is paid', async (what, script) => {
  const it = openHooked({ 'pre-commit': script })
  if (what === 'its interpreter') writeHookWith(it, '#!/no/such/shell\n')
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(it.calls()).toEqual([])
  expect(said).toContain('could not run')
  expect(said).toContain('commit: {hooks: skip}')
})

function writeHookWith({ repo }: Situation, text: string): void {
  writeHook(repo, 'pre-commit', '')
  repo.write('.git/hooks/pre-commit', text)
}

test('a hook that lacks a program only when there is something to check stops, and the attempt does not count', async () => {
  const script = 'git diff --cached --quiet && exit 0; exec no-such-linter'
  const it = openHooked({ 'pre-commit': script })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(t01(it)).toBe(1)
  writeHook(it.repo, 'pre-commit', 'exit 0')
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['commit_refused (not counted)', 'passed', 'passed'])
})

test.each([
  ['out of scope', 'git diff --cached --quiet && exit 0; echo x > other.txt; git add other.txt', 'other.txt'],
  [
    'plan files',
    'git diff --cached --quiet && exit 0; echo >> .gatecycle/verification.yml; git add .gatecycle',
    'verification.yml',
  ],
])('a hook that stages %s stops the run and blames no agent', async (_what, script, name) => {
  const it = openHooked({ 'pre-commit': script }, { plan: ['scope: ["src/**"]'] })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(said).toContain(name)
  expect(outcomesOf(it).at(0) ?? 'commit_refused (not counted)').toBe('commit_refused (not counted)')
})

test('a hook may not move HEAD, refs or configuration: it is put back and written down', async () => {
  const script = [
    'git diff --cached --quiet && exit 0',
    'git -c core.hooksPath=/dev/null commit --quiet -m mine',
    'git update-ref refs/heads/feat/FEAT-2026-0001-sample HEAD',
    'git config user.name Somebody',
  ].join('\n')
  const it = openHooked({ 'pre-commit': script })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  const kinds = it
    .events()
    .flatMap(({ event_type, payload }) =>
      event_type === 'violation_recorded' ? [String(payload['kind'])] : [],
    )
  expect(new Set(kinds)).toEqual(new Set(['ref_moved', 'config_changed', 'agent_committed']))
  expect(it.repo.git('config', 'user.name')).toBe('Olive Operator')
  expect(it.subjects()).not.toContain('mine')
  expect(landed(it)).toBe('good T01')
})

test('hooks are run once for a unit, and not for the driver’s books', async () => {
  const it = openHooked({
    'pre-commit': `git diff --cached --quiet || echo x >> "$HOME/hooks-ran"`,
    'commit-msg': `head -1 "$1" >> "$HOME/messages"`,
  })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  const home = it.repo.env['HOME'] ?? ''
  expect(readFileSync(join(home, 'hooks-ran'), 'utf8')).toBe('x\nx\n')
  const messages = readFileSync(join(home, 'messages'), 'utf8').split('\n').filter(Boolean)
  // Tried on both before the first agent, then once for each commit.
  expect(messages).toEqual(['feat: Do T01', 'docs: Do G1-CLOSE', 'feat: Do T01', 'docs: Do G1-CLOSE'])
})

test('a hook sees the index, no secret, no terminal and no stdin', async () => {
  const script = `env > "$HOME/env"; git diff --cached --name-only > "$HOME/staged"; cat > "$HOME/stdin"; (: < /dev/tty) 2>/dev/null && exit 1; exit 0`
  const it = openHooked({ 'pre-commit': script })
  await it.arm()
  const end = await it.loopWith({ API_TOKEN: 'geheim-12345' })
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  const seen = (name: string): string => readFileSync(join(it.repo.env['HOME'] ?? '', name), 'utf8')
  expect(seen('env')).toMatch(/^GIT_INDEX_FILE=.*\/worktrees\/.*\/index$/mu)
  expect(seen('env')).toMatch(/^GATECYCLE_RUN_MARK=/mu)
  expect(seen('env')).not.toContain('geheim')
  expect(seen('stdin')).toBe('')
  expect(seen('staged')).toContain('RETROSPECTIVE.md')
})

test('`commit: {hooks: skip}` runs none', async () => {
  const it = openHooked(
    { 'pre-commit': 'exit 1', 'commit-msg': 'exit 1' },
    { more: 'commit: {hooks: skip}\n' },
  )
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
})

test.each([
  ['in the tree', '.githooks'],
  ['ignored, and only in the operator’s checkout', 'ignored/hooks'],
])('core.hooksPath %s is followed', async (_what, folder) => {
  const script = 'git diff --cached --quiet || touch "$HOME/ran"'
  const before = (repo: TestRepo): void => writeExecutable(repo, `${folder}/pre-commit`, script)
  const it = openHooked({}, { before })
  it.repo.git('config', 'core.hooksPath', folder)
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  expect(existsSync(join(it.repo.env['HOME'] ?? '', 'ran'))).toBe(true)
})

test('a subject that the commit-msg hook refuses stops the run before an agent is paid; another template mends it', async () => {
  const refuse = `head -1 "$1" | grep -q '^APP-[0-9]' || { echo 'the subject names no ticket'; exit 1; }`
  const it = openHooked({ 'commit-msg': refuse })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(it.calls()).toEqual([])
  expect(said).toContain('the subject names no ticket')
  expect(said).toContain('commit: {subject:')
  const text = it.repo.read('.gatecycle/config.yml')
  it.repo.write('.gatecycle/config.yml', `${text}commit:\n  subject: 'APP-7 {type}({unit}): {title_lower}'\n`)
  it.repo.git('switch', '--quiet', it.feature.branch)
  it.repo.write('.gatecycle/config.yml', `${text}commit:\n  subject: 'APP-7 {type}({unit}): {title_lower}'\n`)
  it.repo.git('commit', '--quiet', '--no-verify', '-am', 'APP-7 config')
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toContain('APP-7 feat(T01): do T01')
})

test('a subject with a placeholder that stands for nothing is refused with the nearest', async () => {
  const it = openHooked({}, { more: `commit: {subject: '{typ}: {title}'}\n` })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(said).toContain('did you mean "{type}"?')
})

test('what message hooks add is committed, and the proof is over it', async () => {
  const it = openHooked({
    'prepare-commit-msg': `test "$2" = message && git interpret-trailers --in-place --trailer 'Signed-off-by: Olive <olive@example.org>' "$1"`,
    'commit-msg': `git interpret-trailers --in-place --trailer "Change-Id: I$(git hash-object "$1")" "$1"`,
  })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(0)
  const commit = it.repo.git('log', '-1', '--format=%H', '--grep=^feat: Do T01', it.feature.runRef)
  const trailers = trailersOf(it.repo, commit)
  expect(trailers['Signed-off-by']).toBe('Olive <olive@example.org>')
  expect(trailers['Change-Id']).toMatch(/^I[0-9a-f]{40}$/u)
  expect(Object.keys(trailers).at(-1)).toBe('Proof')
})

test('a hook that takes the trailers away is refused before an agent is paid', async () => {
  const it = openHooked({ 'commit-msg': `head -1 "$1" > "$1.x"; mv "$1.x" "$1"` })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(it.calls()).toEqual([])
  expect(said).toContain('took a trailer')
})

test('a message that is refused at the very end loses nothing: the same command verifies again and commits', async () => {
  const control = 'test -e "$GATECYCLE_TEST_CONTROL/calls.jsonl" && { echo not today; exit 1; }; exit 0'
  const it = openHooked({ 'commit-msg': control })
  const { exitCode, said } = await run(it)
  expect(exitCode, said).toBe(30)
  expect(said).toContain('not today')
  expect(existsSync(join(controlOf(it.repo), 'calls.jsonl'))).toBe(true)
  writeHook(it.repo, 'commit-msg', 'exit 0')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(t01(it)).toBe(1)
  expect(it.subjects()).toContain('feat: Do T01')
})

/** GATECYCLE_TEST_FULL=1 kills at each; without it at the first. */
const deaths = [
  'unit/run-hooks/after',
  'unit/run-hooks/before',
  'unit/run-hooks/journaled',
  'unit/create-commit/after',
]

test.each(process.env['GATECYCLE_TEST_FULL'] === '1' ? deaths : deaths.slice(0, 1))(
  'a driver that is killed at %s, started again, commits what the hooks made of it, once',
  async (point) => {
    const it = openHooked(
      {
        'pre-commit': 'sed -i s/ugly/pretty/ src/T01.txt 2>/dev/null && git add src; exit 0',
        'commit-msg': `git interpret-trailers --in-place --trailer 'Signed-off-by: Olive <olive@example.org>' "$1"`,
      },
      { agent: { T01: [write('good ugly\n')] } },
    )
    await it.arm()
    expect((await it.loopWith({ GATECYCLE_FAULT: point })).exitCode).toBe(137)
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(landed(it)).toBe('good pretty')
    expect(it.subjects().filter((subject) => subject === 'feat: Do T01')).toHaveLength(1)
    expect(
      outcomesOf(it).filter((outcome) => outcome !== 'passed' && !outcome.endsWith('(not counted)')),
    ).toEqual([])
  },
)

test('a signal during the pre-commit hook ends it, and the attempt does not count', async () => {
  const it = openHooked({
    'pre-commit':
      'git diff --cached --quiet && exit 0; touch "$GATECYCLE_TEST_CONTROL/hook.reached"; sleep 100',
  })
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(it.repo)}/hook.reached`)
  running.kill('SIGINT')
  expect(await running.ended).toMatchObject({ exitCode: 130 })
  writeHook(it.repo, 'pre-commit', 'exit 0')
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(outcomesOf(it)).toEqual(['interrupted (not counted)', 'passed', 'passed'])
})

test('a signal during the commit-msg hook of a verified unit does not keep it from being committed', async () => {
  const control = '"$GATECYCLE_TEST_CONTROL'
  const it = openHooked({
    'commit-msg': `test -e ${control}/calls.jsonl" || exit 0; touch ${control}/hook.reached"; while ! test -e ${control}/hook.go"; do sleep 0.05; done`,
  })
  await it.arm()
  const running = it.start()
  await awaitFile(`${controlOf(it.repo)}/hook.reached`)
  running.kill('SIGINT')
  makeFile(`${controlOf(it.repo)}/hook.go`)
  expect(await running.ended).toMatchObject({ exitCode: 130 })
  expect(it.subjects()).toContain('feat: Do T01')
})
