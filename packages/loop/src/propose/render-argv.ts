/** A word that YAML reads as the same text without quotes, also inside `[…]`. */
const plain = /^(?:[A-Za-z_]|\.{1,2}\/|--?[A-Za-z])[\w./@=+-]*$/u
const special = /^(?:true|false|null|yes|no|on|off|y|n)$/iu

/** A program and its arguments as a YAML list in one line. */
export function renderArgv(argv: readonly string[]): string {
  return `[${argv.map(renderWord).join(', ')}]`
}

/** A text as YAML in one line: plain where it stays what it is, else in quotes. */
export function renderWord(word: string): string {
  if (plain.test(word) && !special.test(word)) return word
  // JSON is YAML, but for two line separators that YAML would fold.
  return /^[\x20-\x7e]*$/u.test(word)
    ? `'${word.replaceAll("'", "''")}'`
    : JSON.stringify(word).replaceAll(
        /[\u0085\u2028\u2029]/gu,
        (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
}
