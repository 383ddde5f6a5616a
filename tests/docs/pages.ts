import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A Markdown file of the repository: its path from the top, and its text. */
export interface Page {
  readonly path: string
  readonly text: string
}

const skipped = new Set(['node_modules', 'dist', 'fixtures', 'templates', 'answers', 'coverage'])

/** Every page that people of this repository write; plans, templates and fixtures are input, not pages. */
export function listPages(): readonly Page[] {
  return walk(root)
    .filter((path) => path.endsWith('.md') && !/(?:^|\/)(?:\.gatecycle|docs\/sample)\//u.test(path))
    .toSorted()
    .map(readPage)
}

/** One page by its path from the top. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

/** The TypeScript sources of what is published, generated ones left out: path → text. */
export function listSources(): ReadonlyMap<string, string> {
  const paths = walk(join(root, 'packages')).filter(
    (path) => /^packages\/(?!test-kit\/)[^/]+\/src\/.*\.ts$/u.test(path) && !path.includes('/generated/'),
  )
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const hidden = entry.name.startsWith('.') && entry.name !== '.gatecycle'
      return hidden || skipped.has(entry.name) ? [] : walk(path)
    }
    return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : []
  })
}

/** The text with fenced blocks blanked out; lines keep their numbers. */
export function withoutFences(text: string): string {
  let fence: string | undefined
  return text
    .split('\n')
    .map((line) => {
      const mark = /^\s*(?<mark>`{3,}|~{3,})/u.exec(line)?.groups?.['mark']
      if (fence === undefined) {
        fence = mark
        return mark === undefined ? line : ''
      }
      if (mark?.startsWith(fence) === true) fence = undefined
      return ''
    })
    .join('\n')
}

/** The prose alone: no fenced block, no code span, no link target. */
export function proseOf(text: string): string {
  return withoutFences(text)
    .replaceAll(/(?<ticks>`+)[^`](?:.*?[^`])?\k<ticks>(?!`)/gu, '')
    .replaceAll(/\]\([^)]*\)/gu, ']')
}

/** The rows of the tables below a heading, head and rule left out; all tables of the page without one. */
export function rowsOf(text: string, heading?: string): readonly (readonly string[])[] {
  const lines = withoutFences(text).split('\n')
  const start = heading === undefined ? 0 : lines.findIndex((line) => line.replace(/^#+\s+/u, '') === heading)
  if (start === -1) return []
  const next = lines.findIndex(
    (line, index) => index > start && heading !== undefined && line.startsWith('#'),
  )
  const part = lines.slice(start, next === -1 ? undefined : next)
  return part
    .filter((line, index) => line.startsWith('|') && !isHead(part, index) && !isRule(line))
    .map(cellsOf)
}

function isHead(lines: readonly string[], index: number): boolean {
  return isRule(lines[index + 1] ?? '')
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+\|$/u.test(line)
}

/** `\|` is a bar inside a cell. */
function cellsOf(line: string): readonly string[] {
  return line
    .replaceAll(String.raw`\|`, '\u0000')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\u0000', '|'))
}

/** The fenced blocks of a page: what stands behind the opening fence, and the lines between. */
export function fencesOf(text: string): readonly { readonly info: string; readonly content: string }[] {
  return [...text.matchAll(/^```(?<info>[^\n`]*)\n(?<content>.*?)^```$/gmsu)].map(({ groups }) => ({
    info: groups?.['info'] ?? '',
    content: groups?.['content'] ?? '',
  }))
}
