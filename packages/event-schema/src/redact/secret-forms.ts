/** A value that must not be seen, and the name that is shown in its place. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** Shorter values are words that stand everywhere: nothing could be read any more. */
export const shortestSecret = 6

/**
 * The texts a secret may be seen as: as it is, inside JSON (also JSON in JSON), inside a URL or a form, and inside
 * base64 at each of its three places, with both alphabets.
 */
export function formsOf(value: string): readonly string[] {
  if (value.length < shortestSecret) return []
  const inJson = insideJson(value)
  const forms = [value, inJson, insideJson(inJson), ...insideUrl(value), ...insideBase64(value)]
  return [...new Set(forms)].filter((form) => form.length >= shortestSecret)
}

function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function insideUrl(value: string): readonly string[] {
  // a lone surrogate cannot be written in a URL
  if (/\p{Surrogate}/u.test(value)) return []
  const strict = encodeURIComponent(value).replaceAll(
    /[!'()*]/gu,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  )
  return [encodeURIComponent(value), encodeURI(value), strict].flatMap((form) => {
    const upper = form.replaceAll(/%[0-9a-f]{2}/giu, (code) => code.toUpperCase())
    const lower = form.replaceAll(/%[0-9a-f]{2}/giu, (code) => code.toLowerCase())
    return [upper, lower, upper.replaceAll('%20', '+')]
  })
}

/** The letters that depend on the value alone, whatever stands before and after it in the same base64. */
function insideBase64(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const ownStart = Math.ceil((before * 8) / 6)
    const ownEnd = Math.floor(((before + bytes.length) * 8) / 6)
    const own = text.slice(ownStart, ownEnd)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
