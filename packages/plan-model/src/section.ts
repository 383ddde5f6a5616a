import type { Range } from '@gatecycle/diagnostics'
import { mandatorySections } from './vocabulary.ts'
import type { MarkdownFile } from './parse-markdown-file.ts'
import type { Title } from './scan-body.ts'

export interface Section {
  readonly title: string
  readonly range: Range
  /** The text below the title, trimmed; HTML comments count as nothing. */
  readonly text: string
}

const known = new Set([...mandatorySections, 'Objective'].map((name) => name.toLowerCase()))

/**
 * The section of that name (any case), under a heading or a bold label; a title that goes on behind the name counts
 * where no other has text (`Verification steps`). The first that has text, else the first, else undefined.
 * It ends at the next heading of its level or above, or at the next label that is itself a known section.
 */
export function findSection(file: MarkdownFile, name: string): Section | undefined {
  const wanted = name.toLowerCase()
  const titles = file.body.titles.map((title, index) => ({ title, index, rest: restOf(title.text, wanted) }))
  const named = titles.filter(({ rest }) => rest !== undefined && !/^\s*[\p{L}\p{N}]/u.test(rest))
  const longer = titles.filter(({ rest }) => rest !== undefined && /^\s+[\p{L}\p{N}]/u.test(rest))
  const sections = [...named, ...longer].map(({ title, index }) => toSection(file, title, index))
  return sections.find(({ text }) => text !== '') ?? sections[0]
}

/** What follows the wanted name in a title that starts with it. */
function restOf(text: string, wanted: string): string | undefined {
  return text.toLowerCase().startsWith(wanted) ? text.slice(wanted.length) : undefined
}

function toSection({ text, body }: MarkdownFile, title: Title, index: number): Section {
  const next = body.titles.slice(index + 1).find((other) => endsSection(title, other))
  const end = next === undefined ? text.length : lineStartOf(text, next)
  const content = text.slice(title.contentStart, end).replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, '')
  return { title: title.text, range: title.range, text: content.trim() }
}

function endsSection(title: Title, other: Title): boolean {
  if (other.kind === 'heading') return other.level <= title.level
  return known.has(other.text.toLowerCase())
}

function lineStartOf(text: string, { contentStart }: Title): number {
  return text.lastIndexOf('\n', contentStart - 1) + 1
}
