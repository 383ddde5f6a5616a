import { nearest, type Range } from '@gatecycle/diagnostics'
import { entryOf, toPlain, type YamlMapping, type YamlValue } from '@gatecycle/plan-model'
import type { ConfigShapes } from './config-key.ts'

/** Something wrong in a configuration file: what, where, and what to do. */
export class ConfigProblem extends Error {
  readonly range: Range
  readonly hint: string | undefined

  constructor(message: string, range: Range, hint?: string) {
    super(message)
    this.range = range
    this.hint = hint
  }
}

/** Gives up on one value: what is wrong, where, and what to do. */
export type Fail = (message: string, range: Range, hint?: string) => never

/** The keys that nobody reads, with the nearest that is read. */
export function unknownKeys({ entries }: YamlMapping, known: readonly string[]): readonly ConfigProblem[] {
  return entries
    .filter(({ key }) => !known.includes(key))
    .map(
      ({ key, keyRange }) =>
        new ConfigProblem(
          `unknown key "${key}"; known here: ${known.join(', ')}`,
          keyRange,
          nearestHint(key, known),
        ),
    )
}

/** The hint for a word that nearly is one of the candidates. */
export function nearestHint(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

/** The value as a mapping. */
export function toMapping(value: YamlValue, what: string, fail: Fail): YamlMapping {
  return value.kind === 'mapping' ? value : fail(`${what} is not a mapping`, value.range)
}

/** The value at a key. A key with nothing behind it is a key that is not there. */
export function valueAt(mapping: YamlMapping | undefined, key: string): YamlValue | undefined {
  const value = entryOf(mapping, key)?.value
  return value === undefined || isBlank(value) ? undefined : value
}

type Reader<T> = (key: string, value: YamlValue, fail: Fail) => T

/** How the value of each shape is read. What does not fit is refused, never left out. */
export const readers: { readonly [S in keyof ConfigShapes]: Reader<ConfigShapes[S]> } = {
  text: readText,
  texts: (key, value, fail) => {
    const items = value.kind === 'sequence' ? value.items : [value]
    return items.map((item) => readText(key, item, fail, 'a list of texts'))
  },
  variables: (key, value, fail) =>
    Object.fromEntries(
      toMapping(value, key, fail).entries.map((entry) => [
        entry.key,
        isBlank(entry.value) ? '' : readText(entry.key, entry.value, fail),
      ]),
    ),
  minutes: (key, value, fail) =>
    readNumber(value) ?? fail(`${key} must be a number of minutes above 0`, value.range),
  count: (key, value, fail) => {
    const number = readNumber(value)
    return number !== undefined && Number.isInteger(number)
      ? number
      : fail(`${key} must be a whole number above 0`, value.range)
  },
}

/** Numbers and truth values count as the text they are written with. */
function readText(key: string, value: YamlValue, fail: Fail, expected = 'a text'): string {
  const plain = value.kind === 'scalar' ? value.value : undefined
  return plain === undefined ? fail(`${key} must be ${expected}`, value.range) : String(plain)
}

function readNumber(value: YamlValue): number | undefined {
  const plain = toPlain(value)
  return typeof plain === 'number' && Number.isFinite(plain) && plain > 0 ? plain : undefined
}

/** Null, or a text of nothing but blanks. */
function isBlank(value: YamlValue): boolean {
  return value.kind === 'scalar' && (value.value === undefined || String(value.value).trim() === '')
}
