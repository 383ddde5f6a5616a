import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Another content for a file, under the facts that the index has of it; nothing says any more that files were settled. */
export function forgeIndex(index: string, from: string, to: string): void {
  rmSync(`${index}.settled`, { force: true })
  const bytes = readFileSync(index)
  Buffer.from(to, 'hex').copy(bytes, bytes.indexOf(Buffer.from(from, 'hex')))
  createHash('sha1')
    .update(bytes.subarray(0, -20))
    .digest()
    .copy(bytes, bytes.length - 20)
  writeFileSync(index, bytes)
}
