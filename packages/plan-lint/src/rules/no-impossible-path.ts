import { mappingOf, textsOf, type FeatureFolder, type YamlMapping } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noImpossiblePath: Rule = {
  code: 'PL303',
  name: 'no-impossible-path',
  severity: 'error',
  summary: 'Every path in `produces`, `scope` and `protect` can be the path of a file of the repository.',
  judges: 'open-features',

  *check(folder) {
    for (const { file, mapping, keys } of filesWithPaths(folder)) {
      for (const { value, range } of keys.flatMap((key) => textsOf(mapping, key))) {
        const reason = whyImpossible(value)
        if (reason === undefined) continue
        yield {
          file,
          range,
          message: `no file is meant by "${value}": ${reason}`,
          hint: 'write the path of a file from the root of the repository, or a pattern such as src/**',
        }
      }
    }
  },
}

interface FileWithPaths {
  readonly file: string
  readonly mapping: YamlMapping | undefined
  readonly keys: readonly string[]
}

function filesWithPaths(folder: FeatureFolder): readonly FileWithPaths[] {
  const units = viewUnits(folder).map(({ file, mapping }) => ({
    file: file?.name ?? '',
    mapping,
    keys: ['produces', 'scope'],
  }))
  return [{ file: 'PLAN.md', mapping: mappingOf(folder.plan), keys: ['scope', 'protect'] }, ...units]
}

/** Why no path that git lists can match: those are relative, with forward slashes and without dots as segments. */
function whyImpossible(pattern: string): string | undefined {
  if (/^(?:\/|[A-Za-z]:|~)/u.test(pattern)) return 'it does not start at the root of the repository'
  if (pattern.includes('\\')) return 'paths have forward slashes'
  if (pattern.endsWith('/')) return `it is a folder; for all files in it write ${pattern}**`
  if (pattern.startsWith('!')) return 'a "!" in front stands for all other files'
  const segments = pattern.split('/')
  if (segments.includes('..')) return 'it leaves the repository'
  if (segments.some((segment, index) => segment === '' || (segment === '.' && index > 0))) {
    return 'a part of it is empty or "."'
  }
  if (segments[0] === '.git') return 'git does not list its own files'
  return pattern.trim() === pattern ? undefined : 'it starts or ends with a blank'
}
