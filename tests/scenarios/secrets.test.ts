import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeAgentConfig } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const secret = 'q7Vd-plainly-a-secret-91xK'

/** A command that a person has given the secret, and that shows it when it fails: raw and as base64. */
const leaking = `code:
  - name: leak
    command: if grep -q bad src/*; then echo "token is $DEPLOY_TOKEN, $(printf %s "$DEPLOY_TOKEN" | base64)"; exit 1; fi
    timeout: 60
`

test('a secret that a command prints is in no commit, no log, no evidence and no prompt', async () => {
  const bad = { do: 'write', path: 'src/bad.txt', text: 'bad\n' } as const
  const it = openSituation({
    verification: leaking,
    config: fakeAgentConfig('env:\n  pass: [DEPLOY_TOKEN]\n'),
    agent: { 'T01/1': [bad], 'T01/2': [bad], 'T01/3': [bad] },
  })
  const { repo, feature } = it
  await it.arm()

  const end = await it.loopWith({ DEPLOY_TOKEN: secret })

  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const note = repo.git('show', `${feature.branch}:${feature.path}/work/T01/attempt-1.md`)
  expect(note).toContain('token is [redacted:DEPLOY_TOKEN], [redacted:DEPLOY_TOKEN]')
  const encoded = Buffer.from(secret).toString('base64')
  const everything = `${end.stdout}${end.stderr}${allObjects(repo.path)}${JSON.stringify(it.events())}`
  expect(everything).not.toContain(secret)
  expect(everything).not.toContain(encoded)
})

test('a secret is not in the files with the output either, although it came in two writes', async () => {
  const halves = [secret.slice(0, 9), secret.slice(9)].map((text) => ({ do: 'say', text }) as const)
  const it = openSituation({
    verification: leaking,
    config: fakeAgentConfig('attempts: 1\nenv:\n  pass: [DEPLOY_TOKEN]\n'),
    agent: {
      T01: [{ do: 'write', path: 'src/bad.txt', text: 'bad\n' }, ...halves, { do: 'say', text: ' said\n' }],
    },
  })
  await it.arm()
  const end = await it.loopWith({ DEPLOY_TOKEN: secret })
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const top = join(it.repo.path, '.git/gatecycle')
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  expect(texts.some((text) => text.includes('[redacted:DEPLOY_TOKEN] said'))).toBe(true)
  expect(texts.some((text) => text.includes('token is [redacted:DEPLOY_TOKEN]'))).toBe(true)
  const encoded = Buffer.from(secret).toString('base64')
  expect(texts.filter((text) => text.includes(secret) || text.includes(encoded))).toEqual([])
})

test.each([
  ['a value that the repository holds already is no secret', 'postgres', 0],
  ['a value that it does not hold is one', secret, 22],
] as const)('%s', async (_what, DEPLOY_TOKEN, exitCode) => {
  const it = openSituation({
    config: fakeAgentConfig('attempts: 1\n'),
    before: (repo) => repo.write('compose.yml', 'password: postgres\n'),
    agent: { T01: [{ do: 'write', path: 'src/url.txt', text: `user:${DEPLOY_TOKEN}@localhost\n` }] },
  })
  await it.arm()
  const end = await it.loopWith({ DEPLOY_TOKEN })
  expect(end, end.stderr).toMatchObject({ exitCode })
})

/** Every commit, tree and file that git has of this repository. */
function allObjects(directory: string): string {
  const git = (...args: readonly string[]): Buffer =>
    execFileSync('git', args, { cwd: directory, env: { PATH: process.env['PATH'] ?? '' }, maxBuffer: 1e9 })
  const ids = git('cat-file', '--batch-check=%(objectname)', '--batch-all-objects')
    .toString()
    .trim()
    .split('\n')
  return ids.map((id) => git('cat-file', '-p', id).toString('utf8')).join('\n')
}
