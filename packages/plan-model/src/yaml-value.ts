import type { Range } from '@gatecycle/diagnostics'

/** A value together with the place it was read from. */
export interface Located<T> {
  readonly value: T
  readonly range: Range
}

export interface YamlScalar {
  readonly kind: 'scalar'
  /** `undefined` is YAML's null. */
  readonly value: string | number | boolean | undefined
  readonly range: Range
}

export interface YamlSequence {
  readonly kind: 'sequence'
  readonly items: readonly YamlValue[]
  readonly range: Range
}

export interface YamlEntry {
  readonly key: string
  readonly keyRange: Range
  readonly value: YamlValue
}

export interface YamlMapping {
  readonly kind: 'mapping'
  readonly entries: readonly YamlEntry[]
  readonly range: Range
}

/** What YAML text says, with places. Anchors are already followed. */
export type YamlValue = YamlScalar | YamlSequence | YamlMapping

/** The entry of a key, or undefined. */
export function entryOf(mapping: YamlMapping | undefined, key: string): YamlEntry | undefined {
  return mapping?.entries.find((entry) => entry.key === key)
}

/** The value of a key when it is a string that is not blank. */
export function textOf(mapping: YamlMapping | undefined, key: string): Located<string> | undefined {
  const value = entryOf(mapping, key)?.value
  return value === undefined ? undefined : asText(value)
}

/** A scalar as text; numbers count as the digits they are. Blank and null are undefined. */
export function asText(value: YamlValue): Located<string> | undefined {
  if (value.kind !== 'scalar' || value.value === undefined) return undefined
  const text = String(value.value)
  return text.trim() === '' ? undefined : { value: text, range: value.range }
}

/** The value of a key when it is a finite number. */
export function numberOf(mapping: YamlMapping | undefined, key: string): Located<number> | undefined {
  const value = entryOf(mapping, key)?.value
  if (value?.kind !== 'scalar' || typeof value.value !== 'number') return undefined
  return Number.isFinite(value.value) ? { value: value.value, range: value.range } : undefined
}

/** The value of a key as a list of texts; a single text is a list of one. */
export function textsOf(mapping: YamlMapping | undefined, key: string): readonly Located<string>[] {
  const value = entryOf(mapping, key)?.value
  if (value === undefined) return []
  const items = value.kind === 'sequence' ? value.items : [value]
  return items.map(asText).filter((item) => item !== undefined)
}

/** The plain JavaScript value, without places. */
export function toPlain(value: YamlValue): unknown {
  if (value.kind === 'scalar') return value.value
  if (value.kind === 'sequence') return value.items.map(toPlain)
  return Object.fromEntries(value.entries.map((entry) => [entry.key, toPlain(entry.value)]))
}
