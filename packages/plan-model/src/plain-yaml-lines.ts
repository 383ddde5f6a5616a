/** A line that says something: not blank, not only a comment. Offsets count from the start of the text. */
export interface PlainLine {
  readonly indent: number
  /** Offset of the first character that is not a blank. */
  readonly start: number
  /** The rest of the line, without a comment and without blanks at its end. */
  readonly text: string
}

// Tabs, other control characters, byte order marks and the line separators of old are for the full reader; so are the
// blanks that `trim` and `\s` of JavaScript take for space and YAML takes for text.
const unusual =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000B-\u001F\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]/u

/** The lines of a text that the plain reader may look at, or undefined when it may not. */
export function readPlainLines(text: string): readonly PlainLine[] | undefined {
  if (unusual.test(text)) return undefined
  const lines: PlainLine[] = []
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const line = text.slice(at, end)
    const content = line.trimStart()
    const indent = line.length - content.length
    if (/^(?:---|\.\.\.|%)/u.test(line)) return undefined
    if (content !== '' && !content.startsWith('#')) {
      lines.push({ indent, start: at + indent, text: withoutComment(content).trimEnd() })
    }
    at = end + 1
  }
  return lines
}

/** A comment starts at ` #`; inside quotes it is text, and the reader of quoted values then refuses the rest. */
function withoutComment(content: string): string {
  const at = content.indexOf(' #')
  if (at === -1) return content
  const isQuoted = /["']/u.test(content.slice(0, at))
  return isQuoted ? content : content.slice(0, at)
}
