import type { Git } from '../../ports.ts'

/** Whether a file of a tree holds a text as it stands. The text goes past the list of processes, for it may be a secret. */
export async function holdsText(git: Git, tree: string, text: string): Promise<boolean> {
  // git would look for each line alone.
  if (text === '' || text.includes('\n')) return false
  const { exitCode } = await git.run(['grep', '-q', '-F', '-f', '-', tree], { input: `${text}\n` })
  return exitCode === 0
}
