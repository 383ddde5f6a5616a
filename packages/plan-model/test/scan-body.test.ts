import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpusRoot } from '@gatecycle/test-kit'
import fc from 'fast-check'
import type { Code, Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, test } from 'vitest'
import { createSourceText, positionAt, scanBody } from '../src/index.ts'

interface Outline {
  /** Line and level of each ATX heading. */
  readonly headings: readonly string[]
  /** First line, info string and content of each fenced block. */
  readonly fences: readonly string[]
}

function scan(text: string): Outline {
  const source = createSourceText(text)
  const { titles, fences } = scanBody(source, 0)
  return {
    headings: titles
      .filter(({ kind }) => kind === 'heading')
      .map(({ range, level }) => `${range.start.line} h${level}`),
    fences: fences.map(({ range, info, contentStart, contentEnd }) => {
      const lines = text.slice(contentStart, contentEnd).split(/\r?\n/u).length - 1
      return `${range.start.line} ${info.split(/\s/u, 1)[0]} ${lines}`
    }),
  }
}

/** The same outline by a full CommonMark parser. */
function oracle(text: string): Outline {
  const nodes = flatten(fromMarkdown(text))
  const lines = text.split(/\r?\n/u)
  const startOf = (node: Nodes): string => text.slice(node.position?.start.offset)
  return {
    headings: nodes.flatMap((node) =>
      node.type === 'heading' && startOf(node).startsWith('#')
        ? [`${node.position?.start.line} h${node.depth}`]
        : [],
    ),
    fences: nodes.flatMap((node) =>
      node.type === 'code' && /^(?:```|~~~)/u.test(startOf(node)) ? [describeFence(node, lines)] : [],
    ),
  }
}

function flatten(node: Nodes): readonly Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(flatten) : [])]
}

function describeFence({ lang, position }: Code, lines: readonly string[]): string {
  const first = position?.start.line ?? 0
  const last = position?.end.line ?? 0
  const isClosed = /^[\s>]*(?:`{3,}|~{3,})\s*$/u.test(lines[last - 1] ?? '') && last > first
  return `${first} ${lang ?? ''} ${last - first - (isClosed ? 1 : 0)}`
}

describe('titles and fences', () => {
  const titles = (text: string): readonly string[] =>
    scanBody(createSourceText(text), 0).titles.map((title) => `${title.kind} ${title.level} ${title.text}`)

  test.each([
    ['headings of every level', '# One\n###### Six\n####### seven\n', ['heading 1 One', 'heading 6 Six']],
    [
      'closing hashes and colons do not belong to the text',
      '## Context ##\n## Verification:\n',
      ['heading 2 Context', 'heading 2 Verification'],
    ],
    ['a heading needs a blank', '#tag\n#\n', ['heading 1 ']],
    ['labels', '**Context.** Text.\n**Do not touch:** x\n', ['label 7 Context', 'label 7 Do not touch']],
    ['bold inside a line is no label', 'See **Context.**\n', []],
    ['a heading in bold', '## **Context**\n', ['heading 2 Context']],
    ['nothing inside a fence', '```\n# no\n**no.** x\n```\n# yes\n', ['heading 1 yes']],
    ['nothing inside a comment', '<!--\n# no\n-->\n# yes\n', ['heading 1 yes']],
    ['nothing in indented code', '    # no\n', []],
    ['an unclosed fence runs to the end', '~~~\n# no\n', []],
    ['a longer fence holds a shorter one', '````\n```\n# no\n```\n````\n# yes\n', ['heading 1 yes']],
    ['tildes do not close ticks', '```\n~~~\n# no\n```\n# yes\n', ['heading 1 yes']],
    ['CRLF', '# One\r\n```\r\n# no\r\n```\r\n', ['heading 1 One']],
  ])('%s', (_, text, expected) => {
    expect(titles(text)).toEqual(expected)
  })
})

describe.skipIf(corpusRoot() === undefined)(
  'a full Markdown parser sees the same (skipped where the corpus is missing)',
  () => {
    const features = join(corpusRoot() ?? '', 'gate-cycle/.specfuse/features')
    const files =
      corpusRoot() === undefined ? [] : readdirSync(features, { recursive: true, encoding: 'utf8' })

    test('in every plan, gate and unit of the corpus', () => {
      const plans = files.filter((name) => /(?:^|\/)(?:PLAN|GATE|WU)[^/]*\.md$/u.test(name))
      expect(plans.length).toBeGreaterThan(200)
      for (const name of plans) {
        const text = readFileSync(join(features, name), 'utf8').replace(/^---\n[\s\S]*?\n---\n/u, '')
        expect({ name, ...scan(text) }).toEqual({ name, ...oracle(text) })
      }
    })
  },
)

test('a full Markdown parser sees the same in documents made of plain blocks', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/u)
  const block = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 6 }), word).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
    fc
      .tuple(
        fc.constantFrom('```', '~~~', '````'),
        fc.constantFrom('', 'yaml', 'md'),
        fc.constantFrom('x', '# x', '**x.** y', '~~'),
      )
      .map(([fence, info, inner]) => `${fence}${info}\n${inner}\n${fence}`),
    word.map((text) => `- ${text}\n\n  \`\`\`yaml\n  a: 1\n  \`\`\``),
    word.map((text) => `1. ${text}`),
    word.map((text) => `**${text}.** text`),
    fc.constant('<!-- # no\n# no -->'),
    // Behind a list item the same line would be a heading inside the item, which the scanner does not look for.
    word.map((text) => `${text}\n\n    # code`),
    word,
  )
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const text = `${blocks.join('\n\n')}\n`
      expect(scan(text)).toEqual(oracle(text))
    }),
    { numRuns: 1000 },
  )
})

test('places are where the text is', () => {
  fc.assert(
    fc.property(fc.string(), (prose) => {
      const text = `${prose.replaceAll('`', '').replaceAll('~', '').replaceAll('<', '')}\n\n# Title\n`
      const source = createSourceText(text)
      const title = scanBody(source, 0).titles.at(-1)
      expect(title?.range.start).toEqual(positionAt(source, text.length - 8))
    }),
  )
})
