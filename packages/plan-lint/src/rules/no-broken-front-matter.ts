import type { FeatureFolder, MarkdownFile } from '@gatecycle/plan-model'
import { viewGates, viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noBrokenFrontMatter: Rule = {
  code: 'PL002',
  name: 'no-broken-front-matter',
  severity: 'error',
  summary: 'The front matter of every plan file is a closed block of YAML that holds a mapping.',
  judges: 'every-feature',

  *check(folder) {
    for (const file of readFiles(folder)) {
      if (file.frontMatter.kind !== 'broken') continue
      const { message, range } = file.frontMatter.problem
      yield { file: file.name, range, message, hint: hintFor(message) }
    }
  },
}

/** What the driver reads; all files where the graph does not say which those are. */
function readFiles(folder: FeatureFolder): ReadonlySet<MarkdownFile> {
  const { plan, graph, gates, units } = folder
  const named = [...viewGates(folder), ...viewUnits(folder)].map(({ file }) => file)
  const files = [plan, ...(graph.gates.length > 0 ? named : [...gates.values(), ...units.values()])]
  return new Set(files.filter((file) => file !== undefined))
}

function hintFor(message: string): string {
  if (message.includes('not closed')) return 'add a line "---" below the last key'
  if (message.includes('fence')) return 'the first line is "---" and nothing else'
  if (message.includes('starts with "---"')) return 'indent the line or put the text in quotes'
  if (message.includes('tabs')) return 'indent with blanks'
  if (message.includes('stands twice')) return 'keep one of the two keys'
  return 'write one `key: value` per line; put a value in quotes that holds `: `, ` #` or starts with a sign'
}
