const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

/**
 * A path for people and lines of text, quoted as git quotes (core.quotePath=false): a name with control characters, quotes or bytes
 * that are no UTF-8 stands in double quotes with C escapes. `always` quotes what needs it not, too, and leaves nothing but ASCII.
 */
export function quotePath(path: string, when: 'needed' | 'always' = 'needed'): string {
  if (when === 'needed' && !/[\p{Cc}"\\\p{Surrogate}]/u.test(path)) return path
  const quoted = Array.from(path, (character) => quoteCharacter(character, when === 'always')).join('')
  return `"${quoted}"`
}

function quoteCharacter(character: string, ascii: boolean): string {
  const code = character.codePointAt(0) ?? 0
  const known = escapes[character]
  if (known !== undefined) return known
  // How `decodePath` stands in for a byte that is no UTF-8.
  if (code >= 0xdc80 && code <= 0xdcff) return octal(code - 0xdc00)
  if (code < 0x20 || code === 0x7f) return octal(code)
  if (code < 0x80 || (!ascii && code >= 0xa0)) return character
  return Array.from(new TextEncoder().encode(character), octal).join('')
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`
}
