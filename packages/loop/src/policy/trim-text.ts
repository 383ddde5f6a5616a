const maxLines = 200
const maxCharacters = 8000

/** Head and tail of a long text, with a line between them that says what was left out: 200 lines and 8,000 characters at most. */
export function trimText(text: string, characters: number = maxCharacters, lines: number = maxLines): string {
  return trimCharacters(trimLines(text.trimEnd(), lines), characters)
}

function trimLines(text: string, most: number): string {
  const all = text.split('\n')
  if (all.length <= most) return text
  const head = Math.floor((most - 1) / 2)
  const tail = all.length - (most - 1 - head)
  return [...all.slice(0, head), elision(tail - head, 'lines'), ...all.slice(tail)].join('\n')
}

function trimCharacters(text: string, most: number): string {
  if (text.length <= most) return text
  const room = most - elision(text.length, 'characters').length - 2
  const half = Math.max(0, Math.floor(room / 2))
  // Half a character is no character: a pair of surrogates stays together or goes.
  const head = text.slice(0, half).replace(/\p{Surrogate}$/u, '')
  const tail = text.slice(text.length - half).replace(/^\p{Surrogate}/u, '')
  return `${head}\n${elision(text.length - head.length - tail.length, 'characters')}\n${tail}`
}

function elision(count: number, what: string): string {
  return `[… ${count} ${what} left out …]`
}
