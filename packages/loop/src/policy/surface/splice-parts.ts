/** A part of a text that stands for itself: a section, an element, a block. Two parts of one text may have the same name. */
export interface Part {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** How the parts of a kind of file are found, and where one is put that was not there. */
export interface PartGrammar {
  readonly partsOf: (text: string) => readonly Part[]
  readonly placeForMore: (text: string) => number
}

/** A text with its parts replaced by those that another text has under the same names; parts that only one has go or come. Pure. */
export function spliceParts(into: string, from: string, { partsOf, placeForMore }: PartGrammar): string {
  const theirs = new Map(withOccurrence(partsOf(from)).map(([key, part]) => [key, textOf(from, part)]))
  const ours = withOccurrence(partsOf(into)).toSorted(([, a], [, b]) => a.start - b.start)
  const known = new Set(ours.map(([key]) => key))
  const more = [...theirs].filter(([key]) => !known.has(key)).map(([, text]) => `${text.trimEnd()}\n`)
  const place = placeForMore(into)
  let result = ''
  let at = 0
  for (const [key, { start, end }] of ours) {
    result += into.slice(at, start) + (theirs.get(key) ?? '')
    at = end
  }
  const rest = into.slice(at)
  const cut = Math.max(0, place - at)
  const gap = more.length > 0 && cut > 0 && !rest.slice(0, cut).endsWith('\n') ? '\n' : ''
  return result + rest.slice(0, cut) + gap + more.join('') + rest.slice(cut)
}

function withOccurrence(parts: readonly Part[]): readonly (readonly [string, Part])[] {
  const seen = new Map<string, number>()
  return parts.map((part) => {
    const count = seen.get(part.name) ?? 0
    seen.set(part.name, count + 1)
    return [`${part.name}#${count}`, part] as const
  })
}

function textOf(text: string, { start, end }: Part): string {
  return text.slice(start, end)
}
