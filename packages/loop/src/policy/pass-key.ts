import { digestData, type Digest, type VerificationEntry } from '@gatecycle/plan-model'

/** What a shell changes by itself, and no command is meant to depend on. */
const restless: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'SHLVL', '_'])

/** Where a command is run. */
export interface PassPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What keeps it in: a command may pass where it sees other processes, and fail where it does not. */
  readonly containment: string
}

/** What a pass belongs to: exactly this tree, this command, the variables it sees, and what keeps it in. */
export function passKeyOf(tree: string, entry: VerificationEntry, { env, containment }: PassPlace): Digest {
  const seen = Object.fromEntries(Object.entries(env).filter(([name]) => !restless.has(name)))
  return digestData({ tree, entry, env: seen, containment })
}
