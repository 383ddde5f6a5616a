import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/** Another content for a file, under the facts that the index has of it. */
export function forgeIndex(index: string, from: string, to: string): void {
  const bytes = readFileSync(index)
  Buffer.from(to, 'hex').copy(bytes, bytes.indexOf(Buffer.from(from, 'hex')))
  createHash('sha1')
    .update(bytes.subarray(0, -20))
    .digest()
    .copy(bytes, bytes.length - 20)
  writeFileSync(index, bytes)
}
