import type { Git } from '../../ports.ts'

/** `%G?` of git-log(1). */
const words: Readonly<Record<string, string>> = {
  G: 'good',
  U: 'good, of unknown validity',
  X: 'good, but expired',
  Y: 'good, made by an expired key',
  R: 'made by a revoked key',
  B: 'bad',
  E: 'cannot be checked here',
  N: 'none',
}

/** What git says about the signature of a commit. Nothing is fetched. */
export async function readSignature(git: Git, commit: string): Promise<string> {
  const { stdout } = await git.run(['log', '-1', '--format=%G?%x00%GS', commit])
  const [letter = 'E', signer = ''] = stdout.trim().split('\0')
  const said = words[letter] ?? 'cannot be checked here'
  return signer === '' ? said : `${said}, by ${signer}`
}
