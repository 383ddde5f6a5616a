import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

export type Digest = `sha256:${string}`

/** The SHA-256 of a text's UTF-8 bytes. */
export function digestText(text: string): Digest {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`
}

/** The SHA-256 of data, over its canonical JSON. */
export function digestData(value: unknown): Digest {
  return digestText(canonicalJson(value))
}
