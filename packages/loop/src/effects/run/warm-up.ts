import { loadProcessStarter } from '@gatecycle/agents'
import { userRulesQuestion } from '../../adapters/early-look.ts'
import { hooksPathOf } from '../../adapters/repository-hooks.ts'
import { isSigningAsked } from '../../adapters/signing.ts'
import { attributesQuestion } from '../../adapters/taken-as-is.ts'
import type { World } from '../world.ts'

/** Asks what every unit will ask, while git writes the files of the worktree. What goes wrong is told to who asks again. */
export async function warmUp({ git }: Pick<World, 'git'>): Promise<void> {
  try {
    await git.ident('author')
    await git.ident('committer')
    await git.config(['--get', 'i18n.commitEncoding'])
    await git.write([])
    await isSigningAsked(git, 'repository')
    await hooksPathOf(git)
    await git.config(userRulesQuestion)
    await git.config(attributesQuestion)
  } catch {
    // Nobody has needed it yet.
  }
  // It keeps us busy: by now git is at its work.
  await loadProcessStarter()
}
