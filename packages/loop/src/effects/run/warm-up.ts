import { loadProcessStarter } from '@gatecycle/agents'
import type { World } from '../world.ts'

/** Asks what every unit will ask, while git writes the files of the worktree. What goes wrong is told to who asks again. */
export async function warmUp({ git }: Pick<World, 'git'>): Promise<void> {
  try {
    await git.ident('author')
    await git.ident('committer')
    await git.config(['--get', 'i18n.commitEncoding'])
    await git.write([])
  } catch {
    // Nobody has needed it yet.
  }
  // It keeps us busy: by now git is at its work.
  await loadProcessStarter()
}
