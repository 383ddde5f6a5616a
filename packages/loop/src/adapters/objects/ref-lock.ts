import { join } from 'node:path'
import { isThere } from '../system/file-facts.ts'

/** The file that keeps git from moving one of these refs: of another git at work, or of one that died (git-update-ref(1)). */
export function findRefLock(commonGitDir: string, refs: readonly string[]): string | undefined {
  return refs.map((ref) => join(commonGitDir, `${ref}.lock`)).find(isThere)
}
