import { textsOf } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noImpossiblePath: Rule = {
  code: 'PL303',
  name: 'no-impossible-path',
  severity: 'error',
  summary: 'Every path in `produces` can be the path of a file of the repository.',
  judges: 'open-features',

  *check(folder) {
    for (const { file, mapping } of viewUnits(folder)) {
      if (file === undefined) continue
      for (const { value, range } of textsOf(mapping, 'produces')) {
        const reason = whyImpossible(value)
        if (reason === undefined) continue
        yield {
          file: file.name,
          range,
          message: `no file can match "${value}": ${reason}`,
          hint: 'write the path of a file from the root of the repository, such as src/greet.mjs or docs/**/*.md',
        }
      }
    }
  },
}

/** Why no path that git lists can match: those are relative, with forward slashes and without dots as segments. */
function whyImpossible(pattern: string): string | undefined {
  if (/^(?:\/|[A-Za-z]:|~)/u.test(pattern)) return 'it does not start at the root of the repository'
  if (pattern.includes('\\')) return 'paths have forward slashes'
  if (pattern.endsWith('/')) return 'it is a folder'
  const segments = pattern.split('/')
  if (segments.includes('..')) return 'it leaves the repository'
  if (segments.some((segment, index) => segment === '' || (segment === '.' && index > 0))) {
    return 'a part of it is empty or "."'
  }
  if (segments[0] === '.git') return 'git does not list its own files'
  return pattern.trim() === pattern ? undefined : 'it starts or ends with a blank'
}
