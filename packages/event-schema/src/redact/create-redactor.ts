import { formsOf, type Secret } from './secret-forms.ts'
import { secretPatterns, type SecretPattern } from './secret-patterns.ts'

/** Takes secrets out of texts; `[redacted:NAME]` stands where one was. */
export interface Redactor {
  readonly redact: (text: string) => string
  /** The same for every text inside a value, names of members included. */
  readonly redactValue: <Value>(value: Value) => Value
  /** Where secrets stand in a text: in order, not touching each other. */
  readonly find: (text: string) => readonly FoundSecret[]
  /** Length of the longest text that is looked for by value. */
  readonly longest: number
}

/** A place in a text that must not be seen. */
export interface FoundSecret {
  readonly start: number
  readonly end: number
  readonly name: string
}

/** Looks for these values in all their forms, and for everything that is a secret by its form. */
export function createRedactor(
  secrets: readonly Secret[],
  patterns: readonly SecretPattern[] = secretPatterns,
): Redactor {
  const names = new Map(secrets.flatMap(({ name, value }) => formsOf(value).map((form) => [form, name])))
  // the longest first: of two forms at one place it says more
  const forms = [...names.keys()].toSorted((a, b) => b.length - a.length)
  const all = forms.length === 0 ? undefined : new RegExp(forms.map(escape).join('|'), 'gu')
  const find = (text: string): readonly FoundSecret[] => {
    const found = all === undefined ? [] : findAll(text, all, (form) => names.get(form) ?? 'secret')
    return merge([...found, ...patterns.flatMap(({ pattern, name }) => findAll(text, pattern, () => name))])
  }
  // Short texts come again and again: names of members, kinds, paths.
  const clean = new Set<string>()
  const redact = (text: string): string => {
    if (clean.has(text)) return text
    const found = find(text)
    if (found.length === 0 && text.length <= 100 && clean.size < 10_000) clean.add(text)
    return replaceFound(text, found)
  }
  return { redact, redactValue: (value) => mapTexts(value, redact), find, longest: forms[0]?.length ?? 0 }
}

/** A text with `[redacted:NAME]` in the place of each secret that was found in it. */
export function replaceFound(text: string, found: readonly FoundSecret[]): string {
  let result = ''
  let at = 0
  for (const { start, end, name } of found) {
    result += `${text.slice(at, start)}[redacted:${name}]`
    at = end
  }
  return result + text.slice(at)
}

function findAll(text: string, pattern: RegExp, nameOf: (match: string) => string): readonly FoundSecret[] {
  return [...text.matchAll(pattern)]
    .filter(([match]) => match !== '')
    .map(({ 0: match, index }) => ({ start: index, end: index + match.length, name: nameOf(match) }))
}

/** Places that overlap become one, named like the first. */
function merge(found: readonly FoundSecret[]): readonly FoundSecret[] {
  const merged: FoundSecret[] = []
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || next.start >= last.end) merged.push(next)
    else if (next.end > last.end) merged[merged.length - 1] = { ...last, end: next.end }
  }
  return merged
}

function mapTexts<Value>(value: Value, map: (text: string) => string): Value {
  return mapUnknown(value, map) as Value // a text stays a text, and everything else what it is
}

function mapUnknown(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapUnknown(item, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [map(name), mapUnknown(inner, map)]))
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)
}
