import type { Range } from '@gatecycle/diagnostics'
import {
  parseDocument,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type YAMLError,
  type YAMLWarning,
} from 'yaml'
import { parsePlainYaml } from './parse-plain-yaml.ts'
import { requotePlainColons } from './requote-plain-colons.ts'
import { rangeAt, type SourceText } from './source-text.ts'
import type { YamlEntry, YamlValue } from './yaml-value.ts'

/** Something wrong in a text, at a place. */
export interface TextProblem {
  readonly message: string
  readonly range: Range
}

export type YamlReading =
  | { readonly ok: true; readonly value: YamlValue; readonly requoted: readonly TextProblem[] }
  | { readonly ok: false; readonly problem: TextProblem }

/**
 * YAML 1.2 core schema, strict: unique string keys, no unknown tags, warnings are errors, at most 50 aliases.
 * One tolerance: a single-line plain value that itself holds `: ` is read as one string and reported in `requoted`.
 * `from` and `to` cut the YAML out of `source`, so that every place is a place in the whole file.
 */
export function parseYaml(source: SourceText, from = 0, to: number = source.text.length): YamlReading {
  const yaml = source.text.slice(from, to)
  const plain = parsePlainYaml(yaml, (start, end) => rangeAt(source, from + start, from + end))
  return plain === undefined ? parseFullYaml(source, from, to) : { ok: true, value: plain, requoted: [] }
}

/** The same by the full reader alone: what the plain one is held against. */
export function parseFullYaml(source: SourceText, from = 0, to: number = source.text.length): YamlReading {
  const yaml = source.text.slice(from, to)
  const first = readDocument(yaml, source, from)
  if (first.ok) return first
  const { text, requoted, offsetOf } = requotePlainColons(yaml)
  if (requoted.length === 0) return first
  const second = readDocument(text, source, from, offsetOf)
  if (!second.ok) return first
  const problems = requoted.map(({ start, end, message }) => ({
    message,
    range: rangeAt(source, from + start, from + end),
  }))
  return { ...second, requoted: problems }
}

type OffsetMap = (offset: number) => number
/** How the project reads YAML. */
export const yamlOptions = {
  version: '1.2',
  schema: 'core',
  merge: false,
  strict: true,
  uniqueKeys: true,
  stringKeys: true,
  resolveKnownTags: false,
  prettyErrors: false,
  // `silent` would also hide that there is a second document.
  logLevel: 'error',
} as const

function readDocument(
  yaml: string,
  source: SourceText,
  from: number,
  map: OffsetMap = (n) => n,
): YamlReading {
  const doc = parseDocument(yaml, yamlOptions)
  const place = (start: number, end: number): Range => rangeAt(source, from + map(start), from + map(end))
  const problem = doc.errors[0] ?? doc.warnings[0]
  if (problem !== undefined) {
    return { ok: false, problem: { message: describe(problem, yaml), range: place(...problem.pos) } }
  }
  try {
    return { ok: true, value: toValue(doc.contents, { doc, place, aliases: { count: 0 } }), requoted: [] }
  } catch (error) {
    if (!(error instanceof TooManyAliasesError)) throw error
    return { ok: false, problem: { message: 'more than 50 aliases', range: place(0, 0) } }
  }
}

interface Walk {
  readonly doc: Document.Parsed
  readonly place: (start: number, end: number) => Range
  readonly aliases: { count: number }
}

class TooManyAliasesError extends Error {}

function toValue(node: Node | null | undefined, walk: Walk): YamlValue {
  const [start, end] = node?.range ?? [0, 0]
  const range = walk.place(start, end)
  if (isAlias(node)) {
    walk.aliases.count += 1
    if (walk.aliases.count > 50) throw new TooManyAliasesError()
    return { ...toValue(node.resolve(walk.doc), walk), range }
  }
  // With `stringKeys` and no `merge`, every pair of a map has a scalar key and a node or null as value.
  if (isMap<Node, Node | null>(node)) {
    const entries = node.items.map((pair) => toEntry(pair.key, pair.value, walk))
    const last = node.flow === true ? undefined : entries.at(-1)?.value.range
    return { kind: 'mapping', range: endingAt(range, last), entries }
  }
  if (isSeq<Node>(node)) {
    const items = node.items.map((item) => toValue(item, walk))
    return {
      kind: 'sequence',
      range: endingAt(range, node.flow === true ? undefined : items.at(-1)?.range),
      items,
    }
  }
  return { kind: 'scalar', range, value: isScalar(node) ? toScalar(node.value) : undefined }
}

/** A block ends with its last value, not with the blank lines and comments below it. */
function endingAt(range: Range, last: Range | undefined): Range {
  return last === undefined ? range : { start: range.start, end: last.end }
}

function toEntry(key: Node, value: Node | null, walk: Walk): YamlEntry {
  const [start, end] = key.range ?? [0, 0]
  const name = isScalar(key) ? String(key.value) : ''
  const keyRange = walk.place(start, end)
  if (value === null)
    return { key: name, keyRange, value: { kind: 'scalar', value: undefined, range: keyRange } }
  return { key: name, keyRange, value: toValue(value, walk) }
}

function toScalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'bigint' ? Number(value) : undefined
}

function describe({ code, message, pos }: YAMLError | YAMLWarning, yaml: string): string {
  if (code !== 'DUPLICATE_KEY') return firstLine(message)
  const key = /^[^:\r\n]*/u.exec(yaml.slice(pos[0]))?.[0].trim()
  return `the key "${key}" stands twice`
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? message
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/u, '')
}
