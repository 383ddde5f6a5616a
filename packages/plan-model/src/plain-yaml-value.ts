import type { Place } from './parse-plain-yaml.ts'
import type { YamlScalar, YamlValue } from './yaml-value.ts'

/** A value on one line: a plain or quoted scalar, or a flow list of them. Undefined for what the full reader should judge. */
export function readPlainValue(text: string, place: Place): YamlValue | undefined {
  return text.startsWith('[') ? readFlowList(text, place) : readScalar(text, 0, place)
}

// Plain: only characters that cannot start or end anything. Quoted: without commas, so that the list may be cut at each.
const flowItem = /^(?:(?:[A-Za-z0-9_.]|-{1,2}[A-Za-z])[^\s,[\]{}:#"'&!|>%@`]*|"[^"\\,]*"|'[^',]*')$/u

function readFlowList(text: string, place: Place): YamlValue | undefined {
  if (!text.endsWith(']')) return undefined
  const inner = text.slice(1, -1)
  const items: YamlScalar[] = []
  let at = 1
  for (const piece of inner.trim() === '' ? [] : inner.split(',')) {
    const content = piece.trim()
    const item = flowItem.test(content)
      ? readScalar(content, at + piece.length - piece.trimStart().length, place)
      : undefined
    if (item === undefined) return undefined
    items.push(item)
    at += piece.length + 1
  }
  return { kind: 'sequence', items, range: place(0, text.length) }
}

function readScalar(text: string, at: number, place: Place): YamlScalar | undefined {
  const value = readQuoted(text) ?? (isPlain(text) ? resolve(text) : undefined)
  return value === undefined ? undefined : { kind: 'scalar', value, range: place(at, at + text.length) }
}

/** The escapes that JSON shares with YAML; the others are for the full reader. */
function readQuoted(text: string): string | undefined {
  if (/^"(?:[^"\\]|\\["\\/nrtbf])*"$/u.test(text)) return String(JSON.parse(text))
  return /^'[^']*'$/u.test(text) ? text.slice(1, -1) : undefined
}

/** Nothing in it may mean something else, in any reader of YAML; a dash starts an option of a command, never a number. */
function isPlain(text: string): boolean {
  return /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`~+=<]|-{1,2}[A-Za-z])/u.test(text) && !/: | #|:$/u.test(text)
}

/** The core schema for its simple cases; whatever else looks like a number or a word of YAML is undefined. */
function resolve(text: string): string | number | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^\d{1,15}(?:\.\d+)?$/u.test(text)) return Number(text)
  if (numberLike.test(text) || /^(?:true|false|null|\.inf|\.nan)$/iu.test(text)) return undefined
  return text
}

const numberLike = /^(?:0o[0-7]+|0x[\dA-Fa-f]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/u
