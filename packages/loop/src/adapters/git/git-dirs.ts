import { join } from 'node:path'
import { namesIn } from '../system/file-facts.ts'

/** The git directories of all worktrees of a repository (gitrepository-layout(5)). */
export function gitDirsOf(commonGitDir: string): readonly string[] {
  const folder = join(commonGitDir, 'worktrees')
  return [commonGitDir, ...namesIn(folder).map((name) => join(folder, name))]
}
