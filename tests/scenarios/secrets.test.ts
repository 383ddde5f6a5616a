import { execFileSync } from 'node:child_process'
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
