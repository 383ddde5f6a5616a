import { StringDecoder } from 'node:string_decoder'
import type { OutputFilter } from '../process-order.ts'

export interface FilteredOutput {
  readonly push: (chunk: Uint8Array) => void
  /** Writes what was waiting for the end of a word. */
  readonly end: () => void
}

/** The bytes of one stream as text through its filter, whatever they were cut into, and on as bytes. */
export function filterOutput(
  filter: OutputFilter | undefined,
  pass: (chunk: Uint8Array) => void,
): FilteredOutput {
  if (filter === undefined) return { push: pass, end: () => undefined }
  const decoder = new StringDecoder('utf8')
  const passText = (text: string): void => {
    if (text !== '') pass(Buffer.from(text, 'utf8'))
  }
  return {
    push: (chunk) => passText(filter.write(decoder.write(Buffer.from(chunk)))),
    end: () => passText(filter.write(decoder.end()) + filter.end()),
  }
}
