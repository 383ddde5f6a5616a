import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listPages, proseOf, readPage, root, withoutFences, type Page } from './pages.ts'

const pages = listPages()

describe.each(pages)('$path', (page) => {
  test('links only to files and headings that exist', () => {
    expect(linksOf(page).flatMap((link) => problemOf(page, link))).toEqual([])
  })

  test('names only files of the repository that exist', () => {
    expect(pathsIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('names only scripts that package.json has', () => {
    expect(scriptsIn(page).filter((name) => !knownScripts.has(name))).toEqual([])
  })
})

test('the search finds the pages', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/errors.md', 'docs/adr/README.md']),
  )
})

/** Targets of inline links and of definitions; links to other places of the web are left alone. */
function linksOf({ text }: Page): readonly string[] {
  const plain = withoutFences(text).replaceAll(/`[^`]*`/gu, '')
  const inline = [...plain.matchAll(/\]\((?<target>[^)\s]+)(?:\s+"[^"]*")?\)/gu)]
  const defined = [...plain.matchAll(/^\[[^\]]+\]:\s+(?<target>\S+)/gmu)]
  return [...inline, ...defined]
    .map((match) => match.groups?.['target'] ?? '')
    .filter((target) => !/^[a-z][a-z+.-]*:/iu.test(target))
}

function problemOf(page: Page, link: string): readonly string[] {
  const [target = '', anchor] = link.split('#')
  const path = target === '' ? page.path : normalize(join(dirname(page.path), decodeURI(target)))
  if (!existsSync(join(root, path))) return [`${link}: there is no ${path}`]
  if (anchor === undefined || statSync(join(root, path)).isDirectory()) return []
  return anchorsOf(readPage(path)).has(anchor) ? [] : [`${link}: ${path} has no heading #${anchor}`]
}

/** The anchors that a forge makes of headings: lower case, no punctuation, dashes for spaces, a number for repeats. */
function anchorsOf({ text }: Page): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const headings = [...withoutFences(text).matchAll(/^#{1,6}\s+(?<title>.*?)\s*#*$/gmu)]
  return new Set(
    headings.map((match) => {
      const slug = slugOf(match.groups?.['title'] ?? '')
      const count = seen.get(slug) ?? 0
      seen.set(slug, count + 1)
      return count === 0 ? slug : `${slug}-${count}`
    }),
  )
}

function slugOf(title: string): string {
  return title
    .replaceAll(/\[(?<label>[^\]]*)\]\([^)]*\)/gu, '$<label>')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-')
}

/** Code spans that are a path from the top; what has a placeholder or is built stands for no one file. */
function pathsIn({ path, text }: Page): readonly string[] {
  // An example is a repository of its own.
  if (path.startsWith('examples/')) return []
  return [...text.matchAll(/`(?<path>(?:packages|tools|schemas|tests|docs|examples|templates)\/[\w./-]*)`/gu)]
    .map((match) => match.groups?.['path'] ?? '')
    .filter((name) => !/(?:^|\/)dist(?:\/|$)/u.test(name))
}

// package.json is ours, and its scripts are texts.
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const ofPnpm = ['install', 'add', 'run', 'exec', 'pack', 'publish', 'why', 'list', 'dlx']
const knownScripts = new Set([...Object.keys(scripts), ...ofPnpm])

/** What follows `npm run` or `pnpm` where it is code: a word of prose after the name of the tool is no script. */
function scriptsIn({ text }: Page): readonly string[] {
  const prose = proseOf(text)
  const code = [
    ...text.matchAll(/\bnpm run (?<name>[\w:-]+)/gu),
    ...text.matchAll(/`pnpm (?<name>[a-z][\w:-]*)/gu),
  ]
  const lines = [...text.matchAll(/^(?:\$ )?pnpm (?<name>[a-z][\w:-]*)/gmu)].filter(
    ([line]) => !prose.includes(line),
  )
  return [...code, ...lines].map((match) => match.groups?.['name'] ?? '')
}
