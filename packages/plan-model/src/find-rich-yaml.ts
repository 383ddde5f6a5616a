import type { Range } from '@gatecycle/diagnostics'
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Scalar, type YAMLMap } from 'yaml'
import { parsePlainYaml } from './parse-plain-yaml.ts'
import { yamlOptions } from './parse-yaml.ts'
import { requotePlainColons } from './requote-plain-colons.ts'
import { rangeAt, type SourceText } from './source-text.ts'

/** What YAML allows and the small readers of older tools refuse. */
export type RichYamlKind =
  | 'single-quotes'
  | 'escape'
  | 'text-block'
  | 'continued-value'
  | 'braces'
  | 'nested-list'
  | 'empty-item'
  | 'anchor'
  | 'alias'
  | 'tag'
  | 'unusual-key'
  | 'word'
  | 'wide-dash'

/** One place of it. `text` is what stands there, for the short kinds. */
export interface RichYaml {
  readonly kind: RichYamlKind
  readonly text: string
  readonly range: Range
}

/** What was found in a text, by where it was looked for: a driver lints the same files before each of its units. */
const known = new WeakMap<SourceText, Map<string, readonly RichYaml[]>>()

/**
 * Finds what a hand-written reader of front matter does not know, in YAML that this one can read. The measure is the subset of
 * the method's first tools: block mappings and lists, lists of scalars in brackets, plain and double-quoted one-line values.
 */
export function findRichYaml(source: SourceText, from: number, to: number): readonly RichYaml[] {
  const places = known.get(source) ?? new Map<string, readonly RichYaml[]>()
  known.set(source, places)
  const place = `${from} ${to}`
  const found = places.get(place) ?? lookForRichYaml(source, from, to)
  places.set(place, found)
  return found
}

function lookForRichYaml(source: SourceText, from: number, to: number): readonly RichYaml[] {
  const yaml = source.text.slice(from, to)
  if (isSurelyPlain(yaml)) return []
  const { text, offsetOf } = requotePlainColons(yaml)
  const { contents } = parseDocument(text, yamlOptions)
  return [...seenBelow(contents, { yaml, offsetOf, isKey: false, isItem: false })].map(
    ([kind, start, end]) => ({
      kind,
      text: yaml.slice(start, end),
      range: rangeAt(source, from + start, from + end),
    }),
  )
}

/** The plain reader takes a little more than the older ones; what is left of that goes to the slow look. */
function isSurelyPlain(yaml: string): boolean {
  const start = { line: 1, column: 1 }
  if (/['\\]|- {2}|^ *- *$|\b(?:yes|no|on|off)\b/imu.test(yaml)) return false
  return parsePlainYaml(yaml, () => ({ start, end: start })) !== undefined
}

/** Where a node stands, and how an offset of what was parsed is one of the YAML as written. */
interface Place {
  readonly yaml: string
  readonly offsetOf: (offset: number) => number
  readonly isKey: boolean
  readonly isItem: boolean
}

/** A kind with the offsets of the place in the YAML. */
type Seen = readonly [kind: RichYamlKind, start: number, end: number]

/** The outermost ones: what is inside of one is not looked at. */
function* seenBelow(node: Node | null, place: Place): Iterable<Seen> {
  const seen = node === null ? undefined : look(node, place)
  if (seen !== undefined) yield seen
  else if (isSeq<Node>(node)) {
    for (const item of node.items) yield* seenBelow(item, { ...place, isKey: false, isItem: true })
  } else if (isMap<Node, Node | null>(node)) {
    for (const { key, value } of node.items) {
      yield* seenBelow(key, { ...place, isKey: true, isItem: false })
      yield* seenBelow(value, { ...place, isKey: false, isItem: false })
    }
  }
}

interface Spot extends Place {
  readonly start: number
  readonly end: number
}

function look(node: Node, place: Place): Seen | undefined {
  const [from = 0, to = 0] = node.range ?? []
  const spot = { ...place, start: place.offsetOf(from), end: place.offsetOf(to) }
  if (isAlias(node)) return ['alias', spot.start, spot.end]
  if (isScalar(node))
    return lookAtProps(node, spot) ?? (place.isKey ? lookAtKey(spot) : lookAtScalar(node, spot))
  if (isMap(node)) return lookAtProps(node, spot) ?? lookAtMapping(node, spot)
  return isSeq(node) ? (lookAtProps(node, spot) ?? lookAtList(node.flow === true, spot)) : undefined
}

/** What stands on the line before a node. */
function before({ yaml, start }: Spot): string {
  return yaml.slice(yaml.lastIndexOf('\n', start - 1) + 1, start)
}

/** Tags and anchors stand before the node that they are about. */
function lookAtProps(
  { tag, anchor }: { readonly tag?: string | undefined; readonly anchor?: string | undefined },
  { yaml, start }: Spot,
): Seen | undefined {
  if (tag === undefined && anchor === undefined) return undefined
  const [mark, kind] = tag === undefined ? [`&${anchor}`, 'anchor' as const] : ['!', 'tag' as const]
  const last = yaml.lastIndexOf(mark, start)
  const at = yaml[last - 1] === '!' ? last - 1 : last
  return [kind, at, at + (/^\S+/u.exec(yaml.slice(at))?.[0].length ?? 0)]
}

function lookAtKey(spot: Spot): Seen | undefined {
  const { yaml, start, end } = spot
  const explicit = /\? +$/u.exec(before(spot))
  if (explicit !== null) return ['unusual-key', start - explicit[0].length, end]
  return /^[A-Za-z_][\w-]*$/u.test(yaml.slice(start, end)) ? undefined : ['unusual-key', start, end]
}

function lookAtScalar({ type }: Scalar, { yaml, start, end }: Spot): Seen | undefined {
  const text = yaml.slice(start, end)
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return ['text-block', start, start + 1]
  if (text.startsWith("'")) return ['single-quotes', start, end]
  if (text.includes('\n')) return ['continued-value', start, end]
  if (/^(?:true|false|yes|no|on|off)$/iu.test(text) && text !== 'true' && text !== 'false') {
    return ['word', start, end]
  }
  const escape = text.startsWith('"') ? /^(?:[^\\]|\\["\\])*(?<escape>\\[^"\\])/u.exec(text) : null
  const at = start + (escape?.[0].length ?? 0)
  return escape === null ? undefined : ['escape', at - 2, at]
}

function lookAtList(isFlow: boolean, { isItem, yaml, start, end }: Spot): Seen | undefined {
  const text = yaml.slice(start, end)
  if (isItem) return ['nested-list', start, isFlow ? end : start + 1]
  if (!isFlow) return undefined
  if (text.includes('\n')) return ['continued-value', start, end]
  return /,\s*\]$/u.test(text) ? ['empty-item', start, end] : undefined
}

/** The further keys of a list item stand two columns right of the dash, which only a single blank makes possible. */
function lookAtMapping({ flow, items }: YAMLMap, spot: Spot): Seen | undefined {
  if (flow === true) return ['braces', spot.start, spot.end]
  const gap = spot.isItem && items.length > 1 ? /- {2,}$/u.exec(before(spot)) : null
  return gap === null ? undefined : ['wide-dash', spot.start - gap[0].length, spot.start]
}
