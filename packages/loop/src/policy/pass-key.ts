import { digestData, type Digest, type VerificationEntry } from '@gatecycle/plan-model'

/** What a shell changes by itself, and no command is meant to depend on. */
const restless: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'SHLVL', '_'])

/** What a pass belongs to: exactly this tree, this command, and the variables it sees. */
export function passKeyOf(
  tree: string,
  entry: VerificationEntry,
  env: Readonly<Record<string, string | undefined>>,
): Digest {
  const seen = Object.fromEntries(Object.entries(env).filter(([name]) => !restless.has(name)))
  return digestData({ tree, entry, env: seen })
}
