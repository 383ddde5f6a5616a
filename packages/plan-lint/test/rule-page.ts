import { readdirSync, readFileSync } from 'node:fs'
import { renderPretty } from '@gatecycle/diagnostics'
import { createSourceText, scanBody, type FeatureSource } from '@gatecycle/plan-model'
import { lintSource } from '../src/index.ts'

/** An example of a rule's page: what it shows of which files, and the output printed below it. */
export interface Example {
  readonly blocks: readonly { readonly info: string; readonly text: string }[]
  readonly output: { readonly text: string; readonly start: number; readonly end: number } | undefined
}

export type Files = ReadonlyMap<string, string>

const sampleRoot = new URL('../docs/sample/', import.meta.url)
const sampleFolder = 'FEAT-2026-0007-greeting'

/** The correct feature that every example is completed from; see docs/sample/README.md. */
export function readSample(root: URL = sampleRoot): Files {
  const folder = new URL(`features/${sampleFolder}/`, root)
  const files = readdirSync(folder).map(
    (name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const,
  )
  return new Map([...files, ['verification.yml', readFileSync(new URL('verification.yml', root), 'utf8')]])
}

/** The examples of one section of a page; a `text` block or a heading ends an example. */
export function examplesOf(page: string, section: string): readonly Example[] {
  const { titles, fences } = scanBody(createSourceText(page), 0)
  const headings = titles.filter(({ kind, level }) => kind === 'heading' && level <= 2)
  const index = headings.findIndex(({ text }) => text === section)
  const from = headings[index]?.contentStart ?? page.length
  const to = index === -1 ? 0 : (headings[index + 1]?.contentStart ?? page.length)
  const marks = titles.filter(({ kind, level }) => kind === 'heading' && level === 3)
  const examples: Example[] = []
  let blocks: Example['blocks'] = []
  let last = from
  const end = (output: Example['output']): void => {
    if (blocks.length > 0) examples.push({ blocks, output })
    blocks = []
  }
  for (const { info, contentStart, contentEnd } of fences) {
    if (contentStart < from || contentStart > to) continue
    const begin = last
    if (marks.some((mark) => mark.contentStart > begin && mark.contentStart < contentStart)) end(undefined)
    const text = page.slice(contentStart, contentEnd)
    if (info === 'text') end({ text, start: contentStart, end: contentEnd })
    else blocks = [...blocks, { info, text }]
    last = contentEnd
  }
  end(undefined)
  return examples
}

/** What `plan-lint` prints for an example. */
export function printExample({ blocks }: Example, sample: Files): string {
  const named = (info: string): string | undefined => blocks.find((block) => block.info === info)?.text.trim()
  const files = withoutLeftovers(blocks, blocks.reduce(applyBlock, new Map(sample)))
  const source: FeatureSource = {
    folder: named('folder') ?? sampleFolder,
    names: [...files.keys()].filter((name) => name !== 'verification.yml'),
    read: (name) => files.get(name.replace('../../', '')),
  }
  const pathOf = (name: string): string => name.replace('../../', '')
  const { diagnostics, sourceOf } = lintSource({
    source,
    pathOf,
    folders: named('folders')?.split('\n') ?? [],
  })
  return renderPretty(diagnostics, { color: false, sourceOf })
}

/** Another plan than the sample's does without the files of the sample that it does not name. */
function withoutLeftovers(blocks: Example['blocks'], files: Files): Files {
  const plan = files.get('PLAN.md') ?? ''
  if (!blocks.some(({ info }) => /^(?:yaml PLAN\.md graph|md PLAN\.md)$/u.test(info))) return files
  const isShown = (name: string): boolean => blocks.some(({ info }) => info.split(' ')[1] === name)
  return new Map(
    [...files].filter(([name]) => !/^(?:WU|GATE)-/u.test(name) || plan.includes(name) || isShown(name)),
  )
}

function applyBlock(files: Files, { info, text }: Example['blocks'][number]): Map<string, string> {
  const [, name, how = 'whole'] = /^\w+ (\S+)(?: (.+))?$/u.exec(info) ?? []
  if (name === undefined) return new Map(files)
  const before = files.get(/^keys of (.+)$/u.exec(how)?.[1] ?? name) ?? ''
  const after = new Map(files)
  if (how === 'absent') after.delete(name)
  else after.set(name, apply(how, before, text))
  return after
}

function apply(how: string, before: string, text: string): string {
  if (how === 'graph') {
    return before.replace(/^```yaml\n.*?^```\n/msu, () => `\`\`\`yaml\n${text}\`\`\`\n`)
  }
  if (how.startsWith('keys')) return mergeKeys(before, text)
  if (how === 'escaped') return text.replaceAll('\\r', '\r').replaceAll('\\uFEFF', '\uFEFF')
  // A file shown with nothing below its front matter has the text of the sample.
  const isFrontMatterOnly = /^---\n(?:(?!---\n).*\n)*---\n$/u.test(text)
  return isFrontMatterOnly ? text + before.replace(/^---\n.*?^---\n/msu, '') : text
}

/** Sets the shown keys in the front matter of the sample's file: each replaces the lines of its namesake, or is added below. */
function mergeKeys(before: string, keys: string): string {
  const groups = keys.split(/^(?=\S)/mu).filter((group) => group !== '')
  return groups.reduce((text, group) => {
    const key = /^[^:\n]+/u.exec(group)?.[0] ?? ''
    const old = new RegExp(`^${key}:.*\\n(?:[ -].*\\n)*?(?=\\S)`, 'mu')
    return old.test(text) ? text.replace(old, () => group) : text.replace(/\n---\n/u, () => `\n${group}---\n`)
  }, before)
}
