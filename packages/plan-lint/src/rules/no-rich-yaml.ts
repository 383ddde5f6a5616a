import { findRichYaml, type FeatureFolder, type MarkdownFile, type RichYamlKind } from '@gatecycle/plan-model'
import { keyedFiles } from '../key-table.ts'
import type { Finding, Rule } from '../rule.ts'
import { noWrongType } from './no-wrong-type.ts'

export const noRichYaml: Rule = {
  code: 'PL017',
  name: 'no-rich-yaml',
  severity: 'warning',
  summary: 'Front matter and task graph keep to the YAML that older tools of the method read.',
  judges: 'open-features',

  *check(folder, context) {
    // Where a value is of the wrong type as well, one finding is enough.
    const judged = new Set([...noWrongType.check(folder, context)].map(toPlace))
    for (const { file, from, to } of structuredParts(folder)) {
      for (const { kind, text, range } of findRichYaml(file.source, from, to)) {
        if (judged.has(toPlace({ file: file.name, range }))) continue
        const [what, hint] = words[kind]
        yield {
          file: file.name,
          range,
          message: `older tools do not read ${what.replace('…', () => text)}`,
          hint,
        }
      }
    }
  },
}

function toPlace({ file, range }: Pick<Finding, 'file' | 'range'>): string {
  return `${file}:${range.start.line}:${range.start.column}`
}

interface Part {
  readonly file: MarkdownFile
  readonly from: number
  readonly to: number
}

/** The front matter of each file, and the task graph. */
function structuredParts(folder: FeatureFolder): readonly Part[] {
  const { plan, graph } = folder
  const fronts = keyedFiles(folder).flatMap(({ file }) =>
    file.frontMatter.kind === 'mapping'
      ? [{ file, from: file.text.indexOf('\n') + 1, to: file.frontMatter.closeStart }]
      : [],
  )
  if (plan === undefined || graph.problems.length > 0) return fronts
  return [
    ...fronts,
    ...graph.blocks.map(({ contentStart, contentEnd }) => ({
      file: plan,
      from: contentStart,
      to: contentEnd,
    })),
  ]
}

const oneLine = 'write it on one line, in double quotes where a plain value will not do'
const ownLines = 'write one `key: value` per line, indented below the key that it belongs to'
const spellOut = 'write the value out wherever it is meant'

const words = {
  'single-quotes': ['a value in single quotes', 'use double quotes'],
  escape: ['the escape …', 'leave it out: in double quotes they know \\" and \\\\ only'],
  'text-block': ['the text block that starts with "…"', oneLine],
  'continued-value': ['a value that goes on on the next line', oneLine],
  braces: ['a mapping in braces', ownLines],
  'nested-list': ['a list as an item of a list', 'make the items texts, or mappings with a key for the list'],
  'empty-item': ['a list with a comma before its end', 'remove the comma'],
  anchor: ['an anchor', spellOut],
  alias: ['the alias …', spellOut],
  tag: ['a tag', 'remove it: what a key holds is known without it'],
  'unusual-key': ['the key …', 'a key is a letter or "_", then letters, digits, "_" and "-", without quotes'],
  word: ['the word …', 'write true or false, or put it in double quotes if it is a text'],
  'wide-dash': [
    'an item whose keys stand more than two columns right of its dash',
    'one blank follows a dash',
  ],
} satisfies Record<RichYamlKind, readonly [what: string, hint: string]>
