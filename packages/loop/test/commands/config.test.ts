import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFeature, type TestRepo } from '@gatecycle/test-kit'
import { expect, test } from 'vitest'
import { openRepo, typeLoop } from './type-loop.ts'

const repositoryText = `agent: robo
agents:
  robo:
    preset: command
    bin: node
timeouts: {attempt: 30}
`

/** Writes the personal file; answers with the variable that points at its folder. */
function writePersonal(repo: TestRepo, text: string): Readonly<Record<string, string>> {
  const home = join(repo.outside, 'config home')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'config.yml'), text)
  return { GATECYCLE_CONFIG_HOME: home }
}

test('every value is shown with who said it, from any sub-directory', async () => {
  const repo = openRepo()
  repo.write('.gatecycle/config.yml', repositoryText)
  repo.write('src/a.txt', '')
  repo.commitAll('docs: configuration')
  const env = writePersonal(
    repo,
    'agent: mine\nagents:\n  mine: {preset: command, bin: mine, env: {MY_TOKEN: abc, LEVEL: 3}}\n',
  )
  for (const words of [['config'], ['config', '--effective']]) {
    const { exitCode, stdout, stderr } = await typeLoop(repo, words, { cwd: 'src', env })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout.replaceAll(repo.outside, '…')).toMatchInlineSnapshot(`
      "agent                  mine                      personal …/config home/config.yml:1
      agents.robo.preset     command                   repository ../.gatecycle/config.yml:4
      agents.robo.bin        node                      repository ../.gatecycle/config.yml:5
      agents.robo.args       []                        default
      agents.robo.model      (none)                    default
      agents.robo.effort     (none)                    default
      agents.robo.env        {}                        default
      agents.robo.pass       []                        default
      agents.mine.preset     command                   personal …/config home/config.yml:3
      agents.mine.bin        mine                      personal …/config home/config.yml:3
      agents.mine.args       []                        default
      agents.mine.model      (none)                    default
      agents.mine.effort     (none)                    default
      agents.mine.env        {MY_TOKEN: (hidden), LEVEL: 3}  personal …/config home/config.yml:3
      agents.mine.pass       []                        default
      containment            none                      default
      env.pass               []                        default
      env.drop               []                        default
      isolation              worktree                  default
      timeouts.attempt       30                        repository ../.gatecycle/config.yml:6
      timeouts.silence       20                        default
      timeouts.hook          10                        default
      commit.subject         {type}: {title}           default
      commit.hooks           run                       default
      commit.sign            repository                default
      limits.files           5000                      default
      limits.file_megabytes  50                        default
      limits.megabytes       100                       default
      attempts               (none)                    default
      oracle_surface         []                        default
      "
    `)
  }
})

test('a script gets values and origins as JSON, and no secret', async () => {
  const repo = openRepo()
  repo.write('.gatecycle/config.yml', repositoryText)
  repo.commitAll('docs: configuration')
  const env = writePersonal(repo, 'agents:\n  x: {preset: command, bin: x, env: {MY_TOKEN: abc}}\n')
  const { stdout } = await typeLoop(repo, ['config', '--json'], { env })
  const result = JSON.parse(stdout) as { readonly detail: { readonly values: readonly unknown[] } }
  expect(result).toMatchObject({ type: 'result', command: 'config', exitCode: 0, outcome: 'ok' })
  expect(result.detail.values).toContainEqual({
    path: 'timeouts.attempt',
    value: 30,
    origin: { from: 'repository', file: '.gatecycle/config.yml', line: 6, column: 21 },
  })
  expect(result.detail.values).toContainEqual({ path: 'attempts', value: null, origin: { from: 'default' } })
  expect(stdout).not.toContain('abc')
})

test('a file that is not committed as it is: a run would read another', async () => {
  const repo = openRepo()
  repo.write('.gatecycle/config.yml', repositoryText)
  const { stdout } = await typeLoop(repo, ['config'])
  expect(stdout).toContain('.gatecycle/config.yml is not committed as it is: a run reads the commit')
})

test.each([
  ['GATECYCLE_CONFIG_HOME', { GATECYCLE_CONFIG_HOME: '/own' }, '/own/config.yml'],
  ['XDG_CONFIG_HOME', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/gatecycle/config.yml'],
  [
    'an XDG_CONFIG_HOME that is not absolute',
    { XDG_CONFIG_HOME: 'x' },
    '…/home/.config/gatecycle/config.yml',
  ],
  ['neither', {}, '…/home/.config/gatecycle/config.yml'],
])('--path says where the files are, with %s', async (_what, env, personal) => {
  const repo = openRepo()
  repo.write('.gatecycle/config.yml', repositoryText)
  const { stdout } = await typeLoop(repo, ['config', '--path'], { env })
  expect(stdout.replaceAll(repo.outside, '…')).toBe(
    `repository  …/repo/.gatecycle/config.yml\npersonal    ${personal}\n`,
  )
})

test('without a state folder defaults and personal values are shown', async () => {
  const { exitCode, stdout } = await typeLoop(openRepo(), ['config'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('no repository with a state folder here')
})

test.each([
  [
    'a misspelt key',
    'timeuots: {}\n',
    /config\.yml:1:1 unknown key "timeuots".*\n.*did you mean "timeouts"\?/u,
  ],
  ['an agent without a profile', 'agent: nobody\n', /config\.yml:1:8 agent "nobody" has no profile/u],
])('%s in the personal file is refused at its place', async (_what, text, expected) => {
  const repo = openRepo()
  const { exitCode, stderr } = await typeLoop(repo, ['config'], { env: writePersonal(repo, text) })
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(expected)
})

test('a personal file that is a folder, or a relative place for it, is refused', async () => {
  const repo = openRepo()
  const env = writePersonal(repo, '')
  mkdirSync(join(env['GATECYCLE_CONFIG_HOME'] ?? '', 'more/config.yml'), { recursive: true })
  const more = { GATECYCLE_CONFIG_HOME: join(env['GATECYCLE_CONFIG_HOME'] ?? '', 'more') }
  expect(await typeLoop(repo, ['config'], { env: more })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('cannot be read (EISDIR)') as string,
  })
  expect(await typeLoop(repo, ['config'], { env: { GATECYCLE_CONFIG_HOME: 'here' } })).toMatchObject({
    exitCode: 2,
  })
})

test('another personal agent after arming takes the permission back, and says what changed', async () => {
  const repo = openRepo()
  const feature = writeFeature(repo)
  repo.commitAll('docs: plan')
  repo.git('switch', '--quiet', '--create', feature.branch)
  const armed = await typeLoop(repo, ['arm', '--yes'])
  expect(armed.exitCode).toBe(0)

  const unused = 'agents:\n  mine: {preset: command, bin: "true"}\n'
  const dry = await typeLoop(repo, ['--dry-run'], { env: writePersonal(repo, unused) })
  expect(dry.stdout).toContain('gate 1 is armed')

  const { exitCode, stdout } = await typeLoop(repo, ['run'], {
    env: writePersonal(repo, `agent: mine\n${unused}`),
  })
  expect(exitCode).toBe(21)
  expect(stdout).toContain(
    'changed since: config agent, config agents.fake, config agents.mine (loop config says',
  )
})
