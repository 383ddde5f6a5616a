import { loadProcessStarter } from '@gatecycle/agents'
import { userFiles } from '../../adapters/worktree/driver-view.ts'
import { hooksPathOf } from '../../adapters/worktree/repository-hooks.ts'
import { isSigningAsked } from '../../adapters/objects/signing.ts'
import { userFileQuestion } from '../../adapters/git/user-config.ts'
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
    for (const file of userFiles) await git.config(userFileQuestion(file))
  } catch {
    // Nobody has needed it yet.
  }
  // It keeps us busy: by now git is at its work.
  await loadProcessStarter()
}
