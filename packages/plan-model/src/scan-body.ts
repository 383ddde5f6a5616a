import type { Range } from '@gatecycle/diagnostics'
import { rangeAt, type SourceText } from './source-text.ts'

/** A heading (`## Name`) or a bold label at the start of a line (`**Name.** text`). */
export interface Title {
  readonly kind: 'heading' | 'label'
  /** 1–6 for headings; 7 for labels, which stand below every heading. */
  readonly level: number
  readonly text: string
  readonly range: Range
  /** Offset of the first character behind the title. */
  readonly contentStart: number
}

export interface Fence {
  /** The info string: what stands behind the opening ticks. */
  readonly info: string
  readonly range: Range
  /** Offsets of the text between the fences. */
  readonly contentStart: number
  readonly contentEnd: number
  readonly closed: boolean
}

/** What the lines of a Markdown body say; ids and titles inside fences and HTML comments do not count. */
export interface Body {
  readonly start: number
  readonly titles: readonly Title[]
  readonly fences: readonly Fence[]
}

interface Scan {
  readonly source: SourceText
  readonly titles: Title[]
  readonly fences: Fence[]
  /** The content columns of the list items that the line stands in. */
  readonly lists: number[]
  open: { readonly fence: Fence; readonly marker: string; readonly container: number } | undefined
  inComment: boolean
}

/** One pass over the lines from `start`; linear in the length of the text. */
export function scanBody(source: SourceText, start: number): Body {
  const scan: Scan = { source, titles: [], fences: [], lists: [], open: undefined, inComment: false }
  const { text } = source
  for (let at = start; at < text.length;) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    scanLine(scan, at, text.slice(at, end).replace(/\r$/u, ''))
    at = end + 1
  }
  endFence(scan, text.length, false)
  return { start, titles: scan.titles, fences: scan.fences }
}

function scanLine(scan: Scan, at: number, line: string): void {
  if (scan.open !== undefined) {
    if (!leavesContainer(scan.open.container, line)) return closeFence(scan, at, line)
    endFence(scan, at, true)
  }
  if (scan.inComment) {
    scan.inComment = !line.includes('-->')
    return
  }
  trackLists(scan.lists, line)
  if (openFence(scan, at, line)) return
  const title = readTitle(scan.source, at, line)
  if (title !== undefined) scan.titles.push(title)
  const comment = line.lastIndexOf('<!--')
  scan.inComment = comment !== -1 && !line.includes('-->', comment)
}

/** A fence inside a list item ends with the item, even when nobody closed it. */
function leavesContainer(container: number, line: string): boolean {
  return container > 0 && line.trim() !== '' && indentOf(line) < container
}

function trackLists(lists: number[], line: string): void {
  if (line.trim() === '') return
  const indent = indentOf(line)
  while (lists.length > 0 && indent < (lists.at(-1) ?? 0)) lists.pop()
  const marker = /^ *(?:[-*+]|\d{1,9}[.)]) +(?=\S)/u.exec(line)?.[0]
  if (marker !== undefined) lists.push(marker.length)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function openFence(scan: Scan, at: number, line: string): boolean {
  const container = scan.lists.at(-1) ?? 0
  const match = /^ *(?<marker>`{3,}|~{3,})(?<info>.*)$/u.exec(line)
  const { marker = '', info = '' } = match?.groups ?? {}
  if (match === null || indentOf(line) > container + 3 || (marker.startsWith('`') && info.includes('`')))
    return false
  const end = at + line.length
  const contentStart = Math.min(end + lineBreakAt(scan.source.text, end), scan.source.text.length)
  const fence = {
    info: info.trim(),
    range: rangeAt(scan.source, at, end),
    contentStart,
    contentEnd: contentStart,
  }
  scan.open = { marker, container, fence: { ...fence, closed: true } }
  return true
}

function closeFence(scan: Scan, at: number, line: string): void {
  const { marker = '' } = scan.open ?? {}
  const closing = /^ *(?<marker>`{3,}|~{3,})\s*$/u.exec(line)?.groups?.['marker'] ?? ''
  if (closing.length >= marker.length && closing.startsWith(marker)) endFence(scan, at, true)
}

function endFence(scan: Scan, contentEnd: number, closed: boolean): void {
  if (scan.open !== undefined) scan.fences.push({ ...scan.open.fence, contentEnd, closed })
  scan.open = undefined
}

function lineBreakAt(text: string, offset: number): number {
  if (text.startsWith('\r\n', offset)) return 2
  return text.charAt(offset) === '\n' ? 1 : 0
}

function readTitle(source: SourceText, at: number, line: string): Title | undefined {
  const heading = /^ {0,3}(?<hashes>#{1,6})(?:[ \t]+(?<text>.*?))?[ \t]*#*[ \t]*$/u.exec(line)?.groups
  if (heading !== undefined) {
    const range = rangeAt(source, at, at + line.trimEnd().length)
    const level = heading['hashes']?.length ?? 1
    return {
      kind: 'heading',
      level,
      text: stripMarks(heading['text'] ?? ''),
      range,
      contentStart: at + line.length,
    }
  }
  // A label may run over the end of its line; then its first line is its text.
  const label = /^ {0,3}\*\*(?<text>[^*\n]+)(?:\*\*[.:]?|$)/u.exec(line)
  if (label === null) return undefined
  const end = at + label[0].length
  const text = stripMarks(label.groups?.['text'] ?? '')
  return { kind: 'label', level: 7, text, range: rangeAt(source, at, end), contentStart: end }
}

function stripMarks(text: string): string {
  return text
    .trim()
    .replace(/^\*\*(?<inner>.*)\*\*$/u, '$<inner>')
    .replace(/[.:]+$/u, '')
    .trim()
}
