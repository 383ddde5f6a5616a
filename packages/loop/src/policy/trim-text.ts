const maxLines = 200
const maxCharacters = 8000

/** Head and tail of a long text, with a line between them that says what was left out: 200 lines and 8,000 characters at most. */
export function trimText(text: string, characters: number = maxCharacters, lines: number = maxLines): string {
  const all = text.replace(/\s+$/u, '').split('\n')
  const kept =
    all.length <= lines
      ? all
      : [...all.slice(0, lines / 2), elision(all.length - lines, 'lines'), ...all.slice(-lines / 2)]
  const joined = kept.join('\n')
  if (joined.length <= characters) return joined
  const half = Math.floor(characters / 2)
  return `${joined.slice(0, half)}\n${elision(joined.length - 2 * half, 'characters')}\n${joined.slice(-half)}`
}

function elision(count: number, what: string): string {
  return `[… ${count} ${what} left out …]`
}
