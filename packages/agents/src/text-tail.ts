/** Keeps the end of a text of any length. */
export interface TextTail {
  readonly push: (text: string) => void
  readonly text: () => string
}

/** A tail of at most `limit` UTF-16 units. */
export function createTextTail(limit: number): TextTail {
  let parts: string[] = []
  let length = 0
  const join = (): string => {
    const joined = parts.join('')
    const tail = joined.slice(Math.max(0, joined.length - limit))
    return tail.length < joined.length ? tail.replace(/^[\uDC00-\uDFFF]/u, '') : tail
  }
  return {
    push: (text) => {
      parts.push(text)
      length += text.length
      // Joined only when it doubled, so that a long output costs no more than its length.
      if (length <= 2 * limit) return
      parts = [join()]
      length = limit
    },
    text: join,
  }
}
