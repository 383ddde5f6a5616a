import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runProcess, type ProcessEnd, type RunMark } from '@gatecycle/agents'
import { quoteForShell } from '../../policy/shell-word.ts'
import type { Git } from '../../ports.ts'
import type { CommitOrder } from './repository.ts'
import { signingEnvironment } from '../git/foreign-environment.ts'
import { gitTimeoutOf } from '../git/git-environment.ts'

export type SignedCommit =
  | { readonly kind: 'signed'; readonly commit: string }
  | { readonly kind: 'refused'; readonly reason: string }

interface Signer {
  readonly git: Git
  readonly env: Readonly<Record<string, string | undefined>>
  readonly mark: RunMark
  /** A folder of the driver's; absolute. */
  readonly scratch: string
}

/** A key that needs longer than this waits for a hand: on a card, or in a window that nobody looks at. */
const longestMs = 30_000

/** Whether commits are to be signed: as configured, else as git's own commands would. */
export async function isSigningAsked(git: Git, sign: 'repository' | 'always' | 'never'): Promise<boolean> {
  if (sign !== 'repository') return sign === 'always'
  const { stdout } = await git.config(['--type=bool', '--get', 'commit.gpgsign'])
  return stdout.trim() === 'true'
}

/**
 * A signed commit object. Nobody is asked for a passphrase: there is no terminal, no window, and gpg is told so. A key that is
 * locked refuses at once; a signer that waits all the same is ended.
 */
export async function createSignedCommit(
  { tree, parents, message }: CommitOrder,
  { git, env, mark, scratch }: Signer,
): Promise<SignedCommit> {
  const silent = await silentProgram(git, scratch)
  const timeoutMs = Math.min(longestMs, gitTimeoutOf(env))
  const from = parents.flatMap((parent) => ['-p', parent])
  const end = await runProcess({
    argv: [
      'git',
      '-c',
      'core.fsync=objects,reference',
      ...silent,
      'commit-tree',
      '-S',
      tree,
      ...from,
      '-F',
      '-',
    ],
    cwd: git.directory,
    env: signingEnvironment(env),
    stdin: message,
    timeoutMs,
    silenceMs: undefined,
    outputCapBytes: 65_536,
    mark,
    killGraceMs: 500,
    drainMs: 500,
  })
  const commit = end.stdout.text.trim()
  if (end.kind === 'exited' && end.exitCode === 0 && /^[0-9a-f]{40,64}$/u.test(commit))
    return { kind: 'signed', commit }
  return { kind: 'refused', reason: reasonOf(end, timeoutMs) }
}

function reasonOf(end: ProcessEnd, timeoutMs: number): string {
  if (end.kind === 'timed-out') return `the signing program did not answer within ${timeoutMs / 1000} s`
  if (end.kind === 'spawn-failed') return end.message
  const said = end.stderr.text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('[GNUPG:]'))
    .slice(0, 4)
    .join('; ')
  return said === '' ? 'the signing program gave no reason' : said
}

/** gpg has no variable for it: a script of ours, written anew each time, tells it never to ask. Other programs are called as they are. */
async function silentProgram(git: Git, scratch: string): Promise<readonly string[]> {
  const format = await valueOf(git, 'gpg.format')
  if (format !== undefined && format !== 'openpgp') return []
  const program = (await valueOf(git, 'gpg.openpgp.program')) ?? (await valueOf(git, 'gpg.program')) ?? 'gpg'
  if (!/^gpg2?$/u.test(basename(program))) return []
  const script = join(scratch, 'gpg-without-questions')
  mkdirSync(scratch, { recursive: true })
  writeFileSync(
    script,
    `#!/bin/sh\nexec ${quoteForShell(program)} --batch --no-tty --pinentry-mode error "$@"\n`,
    {
      mode: 0o700,
    },
  )
  return ['-c', `gpg.openpgp.program=${script}`]
}

async function valueOf(git: Git, name: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git.config(['--get', name])
  return exitCode === 0 ? stdout.trim() : undefined
}
