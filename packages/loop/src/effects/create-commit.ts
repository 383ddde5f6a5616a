import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { dirname } from 'node:path'
import { createCommit, type CommitOrder } from '../adapters/objects/repository.ts'
import { createSignedCommit, isSigningAsked } from '../adapters/objects/signing.ts'
import type { Config } from '../config/config.ts'
import type { World } from './world.ts'

type SigningWorld = Pick<World, 'git' | 'env' | 'mark' | 'paths'>

/** A commit object, signed where the configuration or the repository asks for it; nothing points to it until a ref does. */
export async function createDriverCommit(
  world: SigningWorld,
  order: CommitOrder,
  { commit }: Pick<Config, 'commit'>,
): Promise<string> {
  const { git, env, mark, paths } = world
  if (!(await isSigningAsked(git, commit.sign))) return createCommit(git, order)
  const answer = await createSignedCommit(order, { git, env, mark, scratch: dirname(paths.journal) })
  if (answer.kind === 'signed') return answer.commit
  throw new AppError('COMMIT_NOT_SIGNED', `the commit could not be signed: ${answer.reason}`, {
    hint: unlockHint,
    exitCode: exitCodes.environment,
  })
}

/** What to do when a key does not answer. */
export const unlockHint: string =
  'unlock the key in your terminal (a signed commit of yours does), then type the same command again; ' +
  'or leave commits unsigned: `commit: {sign: never}` in config.yml'
