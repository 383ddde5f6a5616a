import type { Range } from '@gatecycle/diagnostics'
import matter from 'gray-matter'
import { parseYaml, type TextProblem } from './parse-yaml.ts'
import { rangeAt, type SourceText } from './source-text.ts'
import type { YamlMapping } from './yaml-value.ts'

/** The front matter of a file: absent, unreadable, or a mapping with places. `bodyStart` is the offset of the text below it. */
export type FrontMatter =
  | { readonly kind: 'absent'; readonly bodyStart: number }
  | { readonly kind: 'broken'; readonly problem: TextProblem; readonly bodyStart: number }
  | {
      readonly kind: 'mapping'
      readonly mapping: YamlMapping
      /** Offset of the closing fence: where a new key is added. */
      readonly closeStart: number
      readonly bodyStart: number
      readonly requoted: readonly TextProblem[]
    }

const opening = /^\uFEFF?---[ \t]*(?:\r?\n|$)/u
const closing = /^---[ \t]*(?:\r?\n|$)/gmu

/**
 * Reads the front matter of a file. Never throws, never runs anything: `gray-matter` splits only what two exact fences enclose,
 * with every engine but our YAML reader refused (its own defaults execute `---js` and swallow a file with an open fence).
 */
export function readFrontMatter(source: SourceText): FrontMatter {
  const { text } = source
  const open = opening.exec(text)?.[0]
  if (open === undefined) return withoutOpening(source)
  closing.lastIndex = open.length
  const close = closing.exec(text)
  if (close === null) {
    const range = rangeAt(source, 0, open.trimEnd().length)
    return broken(range, 'the front matter is not closed by a line "---"', text.length)
  }
  return readBlock(source, open.length, close.index, close.index + close[0].length)
}

function withoutOpening(source: SourceText): FrontMatter {
  const suffix = /^\uFEFF?---[^\r\n]*/u.exec(source.text)?.[0]
  if (suffix === undefined || /^\uFEFF?-{4,}\s*$/u.test(suffix)) return { kind: 'absent', bodyStart: 0 }
  const range = rangeAt(source, 0, suffix.length)
  return broken(range, 'the opening fence must be a line with exactly "---"', source.text.length)
}

function readBlock(source: SourceText, from: number, to: number, bodyStart: number): FrontMatter {
  const inner = source.text.slice(from, to)
  const bad = /^---.*$/mu.exec(inner)
  if (bad !== null) {
    const at = from + bad.index
    const range = rangeAt(source, at, at + bad[0].length)
    return broken(range, 'a line inside the front matter starts with "---"', bodyStart)
  }
  const { length } = splitWithGrayMatter(source.text.slice(0, bodyStart))
  const isWhole = /^\r?\n?$/u.test(inner.slice(length))
  const reading = parseYaml(source, from, isWhole ? to : from + length)
  if (!reading.ok) return { kind: 'broken', problem: reading.problem, bodyStart }
  const { value, requoted } = reading
  if (value.kind === 'mapping')
    return { kind: 'mapping', mapping: value, closeStart: to, bodyStart, requoted }
  if (value.kind === 'scalar' && value.value === undefined) {
    const mapping = { kind: 'mapping', entries: [], range: value.range } as const
    return { kind: 'mapping', mapping, closeStart: to, bodyStart, requoted }
  }
  return {
    kind: 'broken',
    problem: {
      message: `the front matter is ${value.kind === 'sequence' ? 'a list' : 'plain text'}, not a mapping of keys`,
      range: value.range,
    },
    bodyStart,
  }
}

/** The front matter text as gray-matter sees it; its YAML engine only takes the text, the reading is ours. */
function splitWithGrayMatter(block: string): string {
  let seen = ''
  const refuse = {
    parse: (): object => {
      throw new Error('only YAML front matter is read')
    },
  }
  const yaml = {
    parse: (text: string): object => {
      seen = text.replace(/^\r?\n/u, '')
      return {}
    },
  }
  // Any options object also bypasses the library's global cache, which returns `{}` for a file that failed before.
  matter(block, {
    language: 'yaml',
    delimiters: '---',
    engines: { yaml, javascript: refuse, js: refuse, json: refuse, coffee: refuse },
  })
  return seen
}

function broken(range: Range, message: string, bodyStart: number): FrontMatter {
  return { kind: 'broken', problem: { message, range }, bodyStart }
}
