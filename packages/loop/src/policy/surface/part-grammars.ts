import type { Part, PartGrammar } from './splice-parts.ts'

const atEnd = (text: string): number => text.length

/** Sections of TOML and INI: `[name]` at the start of a line, up to the next one. */
export function sections(isOne: (name: string) => boolean): PartGrammar {
  return { placeForMore: atEnd, partsOf: (text) => sectionsOf(text).filter(({ name }) => isOne(name)) }
}

function sectionsOf(text: string): readonly Part[] {
  const headers: { name: string; start: number }[] = []
  let open: string | undefined
  let at = 0
  for (const line of text.split('\n')) {
    const name = open === undefined ? /^\s*\[\[?([^\][]+)\]\]?\s*(?:[#;].*)?$/u.exec(line)?.[1] : undefined
    if (name !== undefined) headers.push({ name: name.replaceAll(/["'\s]/gu, ''), start: at })
    open = quoteAfter(line, open)
    at += line.length + 1
  }
  return headers.map(({ name, start }, index) => ({
    name,
    start,
    end: headers[index + 1]?.start ?? text.length,
  }))
}

/** Which kind of multi-line string is open at the end of a line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  let now = open
  for (const [mark] of line.matchAll(/"""|'''/gu)) {
    if (now === undefined) now = mark
    else if (now === mark) now = undefined
  }
  return now
}

/** Elements of XML by their path from the root: `project/build`. A chosen element counts with all that is in it. */
export function elements(isOne: (path: string) => boolean): PartGrammar {
  return {
    partsOf: (text) => elementsOf(text, isOne),
    placeForMore: (text) => Math.max(0, text.lastIndexOf('</')),
  }
}

const xmlTokens =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?<close>\/?)(?<name>[\w.:-]+)(?:"[^"]*"|'[^']*'|[^>"'])*?(?<self>\/?)>/gu

function elementsOf(text: string, isOne: (path: string) => boolean): readonly Part[] {
  const path: string[] = []
  const parts: Part[] = []
  let inside: { readonly depth: number; readonly start: number } | undefined
  for (const match of text.matchAll(xmlTokens)) {
    const { close, name, self } = match.groups ?? {}
    if (name === undefined) continue
    if (close === '/') {
      if (inside?.depth === path.length) {
        parts.push({ name: path.join('/'), start: inside.start, end: match.index + match[0].length })
        inside = undefined
      }
      path.pop()
      continue
    }
    path.push(name)
    const isChosen = inside === undefined && isOne(path.join('/'))
    if (isChosen && self === '/')
      parts.push({ name: path.join('/'), start: match.index, end: match.index + match[0].length })
    else if (isChosen) inside = { depth: path.length, start: match.index }
    if (self === '/') path.pop()
  }
  return parts
}

/** Calls and blocks that begin a line: `name (…)` or `name {…}`, up to the bracket that closes them. */
export function blocks(
  brackets: '()' | '{}',
  isOne: (name: string, firstLine: string) => boolean,
): PartGrammar {
  return { placeForMore: atEnd, partsOf: (text) => blocksOf(text, brackets, isOne) }
}

function blocksOf(
  text: string,
  [open = '', close = '']: string,
  isOne: (name: string, firstLine: string) => boolean,
): readonly Part[] {
  const parts: Part[] = []
  const begin = open === '(' ? /^[ \t]*([\w.]+)[ \t]*\(/gmu : /^([\w.]+)[ \t]*\{/gmu
  for (const match of text.matchAll(begin)) {
    const name = match[1] ?? ''
    const lineEnd = text.indexOf('\n', match.index)
    const firstLine = text.slice(match.index, lineEnd === -1 ? text.length : lineEnd).trim()
    const end = endOfBlock(text, match.index + match[0].length, open, close)
    // A call is known by what it is given, since there are many of one name.
    if (isOne(name, firstLine))
      parts.push({ name: open === '(' ? firstLine : name, start: match.index, end: lineAfter(text, end) })
  }
  return parts
}

function endOfBlock(text: string, from: number, open: string, close: string): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === open) depth += 1
    if (text[at] === close) depth -= 1
    if (depth === 0) return at + 1
  }
  return text.length
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}
