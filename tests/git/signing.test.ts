import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'
import type { Situation } from '../open-scenario.ts'
import { openHooked } from './hooked.ts'
import { has, kinds, lockGpg, makeSshKey, run, sshKeyOf, unlockGpg } from './keys.ts'

let checked = 0
afterAll(() => {
  const missing = kinds.filter(([, isThere]) => !isThere).map(([name]) => name)
  process.stdout.write(`signing: ${checked} situations; not there: ${missing.join(', ') || 'none'}\n`)
})

function openSigned(
  makeKey: (repo: TestRepo, passphrase: string) => void,
  { passphrase = '', more, hook }: { passphrase?: string; more?: string; hook?: string } = {},
): Situation {
  checked += 1
  const it = openHooked(hook === undefined ? {} : { 'pre-commit': hook }, more === undefined ? {} : { more })
  makeKey(it.repo, passphrase)
  it.repo.git('config', 'commit.gpgsign', 'true')
  return it
}

/** `G` good, `N` none, for every commit of the feature from the arm on (git-log(1), %G?). */
const signatures = ({ repo, feature }: Situation): readonly string[] =>
  repo.git('log', '--reverse', '--format=%G?', feature.runRef).split('\n').slice(2)

describe.each(kinds)('with %s', (name, isThere, makeKey) => {
  test.skipIf(!isThere)('every commit of a feature is signed where the repository signs', async () => {
    const it = openSigned(makeKey)
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(signatures(it).map((answer) => (answer === 'U' ? 'G' : answer))).toEqual(['G', 'G', 'G', 'G'])
  })

  test.skipIf(!isThere)(
    'a locked key is told within seconds, asks nobody, and no agent is paid',
    async () => {
      // The agent of gpg holds the key open until it is ended; a key of ssh has no passphrase until it gets one.
      const it = openSigned(makeKey, { passphrase: name === 'gpg' ? 'sesame' : '' })
      if (name === 'gpg') unlockGpg(it.repo, 'sesame')
      await it.arm()
      if (name === 'gpg') lockGpg(it.repo)
      else run(it.repo, 'ssh-keygen', '-q', '-p', '-P', '', '-N', 'sesame', '-f', sshKeyOf(it.repo))
      const started = performance.now()
      const end = await it.loop()
      expect(end, end.stderr).toMatchObject({ exitCode: 30 })
      expect(end.stdout).toContain('could not be signed')
      expect(end.stdout).toContain('unlock the key')
      expect(it.calls()).toEqual([])
      expect(performance.now() - started).toBeLessThan(25_000)
    },
  )

  test.skipIf(!isThere)('an arm with a locked key is refused, and nothing is armed', async () => {
    const it = openSigned(makeKey, { passphrase: 'sesame' })
    if (name === 'gpg') lockGpg(it.repo)
    const end = await it.loop('arm', '--yes')
    expect(end, end.stderr).toMatchObject({ exitCode: 30 })
    expect(end.stderr).toContain('COMMIT_NOT_SIGNED')
    expect(it.repo.gitSays('rev-parse', '--verify', it.feature.branch)).toBe(false)
  })
})

test.skipIf(!has('ssh-keygen'))(
  'a key that locks itself during a unit loses nothing: unlocked, the same command commits',
  async () => {
    const it = openSigned(makeSshKey, {
      hook: 'git diff --cached --quiet && exit 0; ssh-keygen -q -p -P "" -N sesame -f "$(git config user.signingkey)" || exit 0',
    })
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 30 })
    expect(end.stdout).toContain('COMMIT_NOT_SIGNED')
    it.repo.write('.git/hooks/pre-commit', '#!/bin/sh\n')
    run(it.repo, 'ssh-keygen', '-q', '-p', '-P', 'sesame', '-N', '', '-f', sshKeyOf(it.repo))
    const again = await it.loop()
    expect(again, again.stderr).toMatchObject({ exitCode: 0 })
    expect(it.calls().filter(({ unit }) => unit.endsWith('/T01'))).toHaveLength(1)
    expect(signatures(it)).toEqual(['G', 'G', 'G', 'G'])
  },
)

test.skipIf(!has('ssh-keygen'))(
  '`commit: {sign: never}` signs nothing, whatever the repository does',
  async () => {
    const it = openSigned(makeSshKey, { passphrase: 'sesame', more: 'commit: {sign: never}\n' })
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(signatures(it)).toEqual(['N', 'N', 'N', 'N'])
  },
)

test('a signing program that does not answer is ended', async () => {
  const it = openSigned(() => undefined)
  const program = join(it.repo.outside, 'slow-signer')
  writeFileSync(program, '#!/bin/sh\nsleep 300\n', { mode: 0o755 })
  it.repo.git('config', 'gpg.program', program)
  const end = await it.loopWith({ GATECYCLE_GIT_TIMEOUT: '3' }, 'arm', '--yes')
  expect(end, end.stderr).toMatchObject({ exitCode: 30 })
  expect(end.stderr).toContain('did not answer within 3 s')
})

test.skipIf(!has('ssh-keygen'))('`loop arm --sign` signs the arm, and nothing else', async () => {
  const it = openSigned(makeSshKey)
  it.repo.git('config', 'commit.gpgsign', 'false')
  expect(await it.loop('arm', '--yes', '--sign')).toMatchObject({ exitCode: 0 })
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(signatures(it)).toEqual(['G', 'N', 'N', 'N'])
})
