import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'

/** Whether a program is here. */
export const has = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
/** Each kind of signature, whether its program is here, and what makes a key that signs the commits of a repository. */
export const kinds: readonly (readonly [string, boolean, (repo: TestRepo, passphrase: string) => void])[] = [
  ['gpg', has('gpg'), makeGpgKey],
  ['ssh', has('ssh-keygen'), makeSshKey],
]
export function makeSshKey(repo: TestRepo, passphrase: string): void {
  const key = sshKeyOf(repo)
  run(repo, 'ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-f', key)
  const [type, text] = execFileSync('cat', [`${key}.pub`], { encoding: 'utf8' }).split(' ')
  writeFileSync(join(repo.outside, 'signers'), `olive@example.org ${type} ${text}\n`)
  repo.git('config', 'gpg.format', 'ssh')
  repo.git('config', 'user.signingkey', key)
  repo.git('config', 'gpg.ssh.allowedSignersFile', join(repo.outside, 'signers'))
}

export const sshKeyOf = ({ outside }: TestRepo): string => join(outside, 'key')

function makeGpgKey(repo: TestRepo, passphrase: string): void {
  const home = join(repo.env['HOME'] ?? '', '.gnupg')
  mkdirSync(home, { recursive: true })
  chmodSync(home, 0o700)
  onTestFinished(() => lockGpg(repo))
  const quick = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', passphrase, '--quick-generate-key']
  run(repo, 'gpg', '--quiet', ...quick, 'Olive Operator <olive@example.org>', 'ed25519', 'sign', 'never')
  repo.git('config', 'user.signingkey', 'olive@example.org')
}

export function unlockGpg(repo: TestRepo, passphrase: string): void {
  const quietly = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', passphrase]
  run(repo, 'gpg', ...quietly, '--output', '/dev/null', '--yes', '--sign', join(repo.path, 'README.md'))
}

/** What the agent of gpg has been told is forgotten with it. */
export function lockGpg(repo: TestRepo): void {
  run(repo, 'gpgconf', '--kill', 'gpg-agent')
}

export function run(repo: TestRepo, program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { env: { ...repo.env }, stdio: 'pipe' })
}
