import { nearest, type Range } from '@gatecycle/diagnostics'
import {
  entryOf,
  numberOf,
  textOf,
  textsOf,
  type Located,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'

/** Gives up on a file: what is wrong, where, and what to do. */
export type Fail = (message: string, range: Range, hint?: string) => never

/** Refuses a key that nobody reads, with the nearest that is read. */
export function checkKeys({ entries }: YamlMapping, known: readonly string[], fail: Fail): void {
  for (const { key, keyRange } of entries) {
    if (!known.includes(key))
      fail(`unknown key "${key}"; known here: ${known.join(', ')}`, keyRange, nearestHint(key, known))
  }
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

/** The mapping at a key, with known keys only; undefined when the key is not there. */
export function mappingAt(
  file: YamlMapping,
  key: string,
  known: readonly string[],
  fail: Fail,
): YamlMapping | undefined {
  const value = valueAt(file, key)
  if (value === undefined) return undefined
  const mapping = toMapping(value, key, fail)
  checkKeys(mapping, known, fail)
  return mapping
}

/** The text at a key; undefined when the key is not there or empty. */
export function textAt(mapping: YamlMapping, key: string, fail: Fail): Located<string> | undefined {
  const value = valueAt(mapping, key)
  if (value !== undefined && value.kind !== 'scalar') return fail(`${key} must be a text`, value.range)
  return textOf(mapping, key)
}

/** The list of texts at a key; a single text is a list of one. */
export function textsAt(mapping: YamlMapping | undefined, key: string, fail: Fail): readonly string[] {
  const value = valueAt(mapping, key)
  if (value === undefined) return []
  const items = value.kind === 'sequence' ? value.items : [value]
  const stray = items.find((item) => item.kind !== 'scalar')
  if (stray !== undefined) return fail(`${key} must be a list of texts`, stray.range)
  return textsOf(mapping, key).map((text) => text.value)
}

/** The number above 0 at a key. */
export function minutesAt(mapping: YamlMapping | undefined, key: string, fail: Fail): number | undefined {
  const value = valueAt(mapping, key)
  if (value === undefined) return undefined
  const number = numberOf(mapping, key)?.value ?? 0
  return number > 0 ? number : fail(`${key} must be a number of minutes above 0`, value.range)
}

/** The whole number above 0 at a key. */
export function countAt(mapping: YamlMapping | undefined, key: string, fail: Fail): number | undefined {
  const value = valueAt(mapping, key)
  if (value === undefined) return undefined
  const number = numberOf(mapping, key)?.value ?? 0
  return Number.isInteger(number) && number > 0
    ? number
    : fail(`${key} must be a whole number above 0`, value.range)
}

/** The value at a key. A key with nothing behind it is a key that is not there. */
export function valueAt(mapping: YamlMapping | undefined, key: string): YamlValue | undefined {
  const value = entryOf(mapping, key)?.value
  return value?.kind === 'scalar' && value.value === undefined ? undefined : value
}
