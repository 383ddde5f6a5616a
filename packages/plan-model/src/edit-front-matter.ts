import { parseMarkdownFile } from './parse-markdown-file.ts'
import { parseYaml } from './parse-yaml.ts'
import { createSourceText, offsetAt } from './source-text.ts'
import { entryOf } from './yaml-value.ts'

export type FrontMatterValue = string | number | boolean

/**
 * Sets keys of the front matter and keeps every other byte: comments, order, quoting and line ends of the rest.
 * A key that is not there is added as the last one. Throws when the file has no readable front matter.
 */
export function editFrontMatter(text: string, edits: Readonly<Record<string, FrontMatterValue>>): string {
  return Object.entries(edits).reduce((edited, [key, value]) => editOne(edited, key, value), text)
}

function editOne(text: string, key: string, value: FrontMatterValue): string {
  const { frontMatter, source } = parseMarkdownFile('', text)
  if (frontMatter.kind !== 'mapping') throw new Error('a file without readable front matter cannot be edited')
  const rendered = renderScalar(value)
  const entry = entryOf(frontMatter.mapping, key)
  if (entry === undefined) {
    const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
    return `${text.slice(0, frontMatter.closeStart)}${key}: ${rendered}${lineBreak}${text.slice(frontMatter.closeStart)}`
  }
  const keyEnd = offsetAt(source, entry.keyRange.end)
  const start = offsetAt(source, entry.value.range.start)
  const end = offsetAt(source, entry.value.range.end)
  if (end <= start || start < keyEnd) {
    const colon = text.indexOf(':', keyEnd) + 1
    return `${text.slice(0, colon)} ${rendered}${text.slice(colon)}`
  }
  const keptEnd = start + text.slice(start, end).trimEnd().length
  return `${text.slice(0, start)}${rendered}${text.slice(keptEnd)}`
}

/** A scalar as YAML that reads back as the same value: plain where that is certain, else double-quoted. */
export function renderScalar(value: FrontMatterValue): string {
  if (typeof value !== 'string') return String(value)
  return /^[A-Za-z][\w./@+-]*(?: [\w./@+-]+)*$/u.test(value) && readsBack(value) ? value : quote(value)
}

function readsBack(value: string): boolean {
  const reading = parseYaml(createSourceText(`key: ${value}\n`))
  const entry = reading.ok && reading.value.kind === 'mapping' ? entryOf(reading.value, 'key') : undefined
  return entry?.value.kind === 'scalar' && entry.value.value === value
}

/** JSON strings are YAML strings, but for the line separators that YAML folds. */
function quote(value: string): string {
  return JSON.stringify(value).replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
