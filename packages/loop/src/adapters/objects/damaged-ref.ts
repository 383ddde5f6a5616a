import { join } from 'node:path'
import { readIfThere } from '../system/durable-file.ts'

/** The file of a ref that says neither a commit nor another ref, as a power failure leaves one: git takes the ref for not there, and moves it no more. */
export function findDamagedRef(commonGitDir: string, ref: string): string | undefined {
  const path = join(commonGitDir, ref)
  const text = readIfThere(path)
  return text === undefined || /^(?:ref: \S|[0-9a-f]{40})/u.test(text) ? undefined : path
}
